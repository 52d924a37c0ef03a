import RosterClient

/// What a run of rosterctl finds around itself. Tests bring their own.
struct Session: Sendable {
  var terminal: Terminal

  /// The process's environment variables.
  var environment: [String: String]

  var now: @Sendable () -> Timestamp

  /// Makes a client; it connects with its first call.
  var connect: @Sendable (_ server: Endpoint, _ token: String?, _ options: CallOptions) -> RosterClient

  /// Starts a pager, by its command line.
  var startPager: @Sendable (_ command: String, _ environment: [String: String]) throws(Failure) -> any Pager
}

extension Session {
  /// The configuration file's place and contents.
  var configurationFile: ConfigurationFile {
    ConfigurationFile(environment: environment)
  }

  func console(_ options: GlobalOptions) -> Console {
    let isColorWanted = !options.noColor && environment["NO_COLOR", default: ""].isEmpty
    let isColored = isColorWanted && terminal.isOutputTerminal && environment["TERM"] != "dumb"
    let width = environment["COLUMNS"].flatMap { Int($0) } ?? terminal.width
    return Console(
      terminal: terminal,
      output: PagedOutput(terminal, start: options.noPager ? nil : pager),
      format: options.output,
      presentation: Presentation(
        isColored: isColored,
        now: now(),
        terminalWidth: terminal.isOutputTerminal ? width : nil
      )
    )
  }

  /// Starts the pager of the environment; nil where there is none, as off a terminal.
  private var pager: (@Sendable () throws(Failure) -> any Pager)? {
    guard terminal.isOutputTerminal, let command = PagerChoice.command(environment) else { return nil }
    return { [self] () throws(Failure) in
      do throws(Failure) {
        return try startPager(command, PagerChoice.environment(environment))
      } catch {
        // That less is not installed is no mistake of anybody who has not asked for it.
        throw PagerChoice.isNamed(environment) ? error : Failure(status: error.status)
      }
    }
  }

  /// Asks before something that cannot be undone. Where nobody can be asked, `--yes` has to have said so.
  func confirm(_ question: String, _ options: GlobalOptions) throws(Failure) {
    if options.yes { return }
    guard terminal.isInteractive else {
      throw .usage("\(question) There is nobody to ask: pass --yes to go ahead")
    }
    terminal.writeError("\(question.displayable) [y/N] ")
    let answer = terminal.readLine()?.lowercased() ?? ""
    guard answer == "y" || answer == "yes" else { throw .usage("nothing was changed") }
  }
}
