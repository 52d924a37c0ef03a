import ArgumentParser
import RosterClient

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The command-line client for administrators.
@main
struct Rosterctl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rosterctl",
    abstract: "Manage the users and accounts of a Roster server, and the server itself.",
    discussion: """
      EXAMPLES
        export ROSTER_TOKEN_FILE=var/root.key
        rosterctl users create ada@example.com --first-name Ada --last-name Lovelace
        rosterctl accounts create "Analytical Engines" --owner ada@example.com
        rosterctl members associate 1 bob@example.com --permissions tickets,invoices
        rosterctl invites send 1 carol@example.com --permissions invoices
        rosterctl check bob@example.com 1 tickets

      Users are given by id or e-mail address, principals by id or name, roles by name, others by id.

      EXIT CODES
        0  done
        1  refused by the server; nothing was changed
        2  usage error
        3  no server answered; nothing was changed
        4  unknown whether the change was made; the error says how to repeat it safely
        5  the answer is no (check --exit-code)

      ENVIRONMENT
        ROSTER_SERVER      the server to call
        ROSTER_TOKEN_FILE  the file with the token
        ROSTER_PAGER       the pager (default: $PAGER, else less); empty: none
        NO_COLOR           no colour if set
      """,
    version: RosterClient.version,
    subcommands: [
      UsersCommand.self, AccountsCommand.self, MembersCommand.self, InvitesCommand.self, Check.self,
      EventsCommand.self, MailCommand.self, SettingsCommand.self,
      SessionsCommand.self, PasskeysCommand.self,
      SignInCommand.self, SignOutCommand.self, PasswordCommand.self, TwoFactorCommand.self,
      StaffCommand.self, RolesCommand.self, KeysCommand.self,
      WhoAmI.self, Health.self, Info.self, ContextCommand.self, Completion.self,
    ]
  )

  // Here too, so that they are allowed before the noun.
  @OptionGroup var options: GlobalOptions

  static func main() async {
    let invocation = Invocation(
      terminal: .standard,
      environment: ProcessInfo.processInfo.environment,
      now: { Timestamp(Date()) },
      connect: { server, token, options in
        var configuration = ClientConfiguration()
        if let timeout = options.timeout, timeout < configuration.connectTimeout {
          configuration.connectTimeout = timeout
        }
        return RosterClient(server: server, token: token, options: options, configuration: configuration)
      },
      startPager: { command, environment throws(Failure) in
        try PagerProcess(command, environment: environment)
      }
    )
    await run(Array(CommandLine.arguments.dropFirst()), in: invocation).leave()
  }

  /// Runs a command line and returns its exit status. Errors are printed as one line on standard error.
  static func run(_ arguments: [String], in invocation: Invocation) async -> ExitStatus {
    do {
      var command = try await Completions.$invocation.withValue(invocation) {
        try await asyncParseAsRoot(arguments)
      }
      switch command {
      case let command as any InvocationCommand:
        let console = invocation.console(command.options)
        defer { console.output.finish() }
        try await command.run(in: invocation, console)
      case var command as any AsyncParsableCommand: try await command.run()
      default: try command.run()
      }
      return .done
    } catch let failure as Failure {
      if var message = failure.message {
        if let id = failure.requestID { message += "; to repeat it safely: \(repetition(arguments, id))" }
        invocation.complain(message)
      }
      return failure.status
    } catch  where exitCode(for: error) == .success {
      // Help and completion scripts are thrown as errors.
      invocation.terminal.write(HelpText.arranged(fullMessage(for: error)) + "\n")
      return .done
    } catch {
      invocation.complain(Suggestion.message(for: arguments) ?? usageMessage(error))
      return .usage
    }
  }

  /// The command line that repeats the change with the same request id, for a shell.
  private static func repetition(_ arguments: [String], _ id: String) -> String {
    let isGiven = arguments.contains { $0 == "--request-id" || $0.hasPrefix("--request-id=") }
    let words = ["rosterctl"] + (isGiven ? [] : ["--request-id", id]) + arguments
    return words.map(quoted).joined(separator: " ")
  }

  /// A word as a POSIX shell reads it back.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "-_.,:/@+=%".utf8.contains(byte)
      }
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
  }

  /// The error of a command line, and where its help is.
  private static func usageMessage(_ error: any Error) -> String {
    let message = withoutRepetition(inOneLine(message(for: error)))
    // The full message says "See '… --help' for more information." for the very command that was meant.
    let advice = fullMessage(for: error).split(separator: "\n").last { $0.contains("See '") }
    guard let quoted = advice?.split(separator: "'").dropFirst().first else { return message }
    let end = message.hasSuffix(".") ? "" : "."
    return "\(message)\(end) See '\(quoted)'"
  }

  /// ArgumentParser's `The value 'V' is invalid for '--since <time>': REASON` as `--since: REASON`, where the
  /// reason names the value itself, as that of a `ParsedArgument` does.
  private static func withoutRepetition(_ message: String) -> String {
    guard message.hasPrefix("The value '"), let middle = message.firstRange(of: "' is invalid for '"),
      let end = message[middle.upperBound...].firstRange(of: "': ")
    else { return message }
    // The option's name is enough.
    let argument = message[middle.upperBound..<end.lowerBound].prefix { $0 != " " }
    return "\(argument): \(message[end.upperBound...])"
  }

  /// A message with one alternative per line, as one line.
  private static func inOneLine(_ message: String) -> String {
    let lines = message.split(separator: "\n").map { $0.drop(while: \.isWhitespace) }
    let text = lines.filter { !$0.hasPrefix("- ") }.joined(separator: " ")
    let alternatives = lines.filter { $0.hasPrefix("- ") }.map { $0.dropFirst(2) }
    return alternatives.isEmpty ? text : "\(text) \(alternatives.joined(separator: ", "))"
  }
}

extension Invocation {
  /// One line on standard error.
  func complain(_ message: String) {
    terminal.writeError("rosterctl: \(message.displayable)\n")
  }
}
