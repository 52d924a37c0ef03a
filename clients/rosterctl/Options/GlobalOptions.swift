import ArgumentParser
import RosterClient

extension OptionGroup where Value == GlobalOptions {
  /// The global options have their own section in every help text.
  init() {
    self.init(title: HelpText.globalTitle)
  }
}

/// Options of every command, allowed anywhere on the command line.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The server to call (default: $ROSTER_SERVER, else the current context's, else 127.0.0.1:7466).",
      valueName: "host:port|unix:path"
    )
  )
  var server: Endpoint?

  @Option(
    help: ArgumentHelp(
      "The file with the token (default: $ROSTER_TOKEN_FILE, else the context's).",
      valueName: "path"
    ),
    completion: .file()
  )
  var tokenFile: String?

  @Option(
    help: ArgumentHelp("The context to use instead of the current one.", valueName: "name"),
    completion: .contexts
  )
  var context: String?

  @Option(
    name: [.customShort("o", allowingJoined: true), .long],
    help: ArgumentHelp("The output format.", valueName: "format")
  )
  var output: OutputFormat = .table

  @Flag(name: .shortAndLong, help: "Do not ask for confirmation.")
  var yes = false

  @Option(parsing: .unconditional, help: ArgumentHelp("The timeout of a call.", valueName: "seconds"))
  var timeout: Double = 10

  @Option(
    help: ArgumentHelp(
      "An id for the change. Sent again with the same id within 24 hours, it is made only once.",
      valueName: "id"
    )
  )
  var requestID: String?

  @Flag(help: "No colour, as with $NO_COLOR.")
  var noColor = false

  @Flag(help: "No pager.")
  var noPager = false

  func validate() throws {
    // The upper bound, a year, keeps the conversion to nanoseconds in range.
    guard timeout > 0, timeout <= 31_536_000 else {
      throw ValidationError("--timeout is a number of seconds above 0 and at most a year.")
    }
    if let requestID {
      let isAllowed = requestID.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", ":": true
        default: false
        }
      }
      guard 1...64 ~= requestID.utf8.count, isAllowed else {
        throw ValidationError("--request-id is 1 to 64 letters, digits, '-', '_', '.' and ':'; a UUID does.")
      }
    }
  }

  var callOptions: CallOptions {
    CallOptions(timeout: .seconds(timeout), metadata: requestID.map { [("request-id", $0)] } ?? [])
  }
}
