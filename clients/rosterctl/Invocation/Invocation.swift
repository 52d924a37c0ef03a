import RosterClient

/// The environment of a run of rosterctl. Tests use their own.
struct Invocation: Sendable {
  var terminal: Terminal

  /// The process's environment variables.
  var environment: [String: String]

  var now: @Sendable () -> Timestamp

  /// Creates a client. It connects with its first call.
  var connect: @Sendable (_ server: Endpoint, _ token: String?, _ options: CallOptions) -> RosterClient

  /// Starts a pager, by its command line.
  var startPager: @Sendable (_ command: String, _ environment: [String: String]) throws(Failure) -> any Pager
}

extension Invocation {
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

  /// Starts the pager of the environment; nil if none is used or there is no terminal.
  private var pager: (@Sendable () throws(Failure) -> any Pager)? {
    guard terminal.isOutputTerminal, let command = PagerChoice.command(environment) else { return nil }
    return { [self] () throws(Failure) in
      do throws(Failure) {
        return try startPager(command, PagerChoice.environment(environment))
      } catch {
        // A missing default pager is not the user's mistake.
        throw PagerChoice.isNamed(environment) ? error : Failure(status: error.status)
      }
    }
  }

  /// Asks for confirmation. Without a terminal, `--yes` is required.
  func confirm(_ question: String, _ options: GlobalOptions) throws(Failure) {
    if options.yes { return }
    guard terminal.isInteractive else {
      throw .usage("\(question) There is no terminal to ask on: pass --yes to confirm")
    }
    terminal.writeError("\(question.displayable) [y/N] ")
    let answer = terminal.readLine()?.lowercased() ?? ""
    guard answer == "y" || answer == "yes" else { throw .usage("nothing was changed") }
  }
}
