import ArgumentParser
import Configuration
import Logging
import Roster
import SQL
import ServiceLifecycle
import Transport
import UnixSignals

/// `rosterd serve`: the server itself.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve until SIGTERM or SIGINT.",
    discussion: """
      The data directory is created if it does not exist. It has the database and, after the first start, \
      the first API key: DIR/root.key. After a signal the server finishes the calls in progress, for about \
      10 seconds at most.

      Each option can also be given in the environment (ROSTERD_DATA, ROSTERD_LISTEN with commas, \
      ROSTERD_LOOPS, ROSTERD_CONNECTIONS_PER_ADDRESS, ROSTERD_COMPUTE_THREADS, ROSTERD_COMPUTE_MEMORY, \
      ROSTERD_BREACHED_PASSWORDS, \
      ROSTERD_LOG_LEVEL, ROSTERD_SMTP_URL, \
      ROSTERD_SMTP_USER, ROSTERD_SMTP_PASSWORD_FILE, ROSTERD_SMTP_CA_FILE, \
      ROSTERD_MAIL_FROM, ROSTERD_MAIL_TEMPLATES) or in the file that --config names:
        {"data": "/var/lib/roster", "listen": ["0.0.0.0:7466"], "loops": 2, "log": {"level": "info"},
         "smtp": {"url": "smtps://mail.example.com", "user": "roster", "passwordFile": "/etc/roster/smtp"},
         "mail": {"from": "no-reply@example.com"}}

      Without a mail server, each mail is written to a file in DIR/mail.

      EXAMPLES
        rosterd serve --data var
        rosterd serve --data /var/lib/roster --listen 0.0.0.0:7466 --listen unix:/run/roster.sock
      """
  )

  @Option(
    name: .long,
    help: ArgumentHelp("The data directory.", valueName: "DIR"),
    completion: .directory
  )
  var data: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      Where to listen: HOST:PORT or unix:PATH. Can be repeated. \
      (default: \(RosterdConfiguration.defaultEndpoint))
      """,
      valueName: "ENDPOINT"
    )
  )
  var listen: [String] = []

  @Option(name: .long, help: ArgumentHelp("Event loops. (default: one for each core)", valueName: "N"))
  var loops: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Connections that one remote address may have. "
        + "(default: \(ConnectionLimits().maxConnectionsPerAddress))",
      valueName: "N"
    )
  )
  var connectionsPerAddress: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Threads that compute hashes of passwords. (default: one for each core, "
        + "\(Roster.Limits.maxDefaultComputeThreads) at most)",
      valueName: "N"
    )
  )
  var computeThreads: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The memory that these threads take together. (default: \(Roster.Limits.defaultComputeMebibytes))",
      valueName: "MIB"
    )
  )
  var computeMemory: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A file of breached passwords in the format of Pwned Passwords, ordered by hash: no user may choose "
        + "one.",
      valueName: "FILE"
    ),
    completion: .file()
  )
  var breachedPasswords: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "trace, debug (each call), info, notice, warning, error. (default: info)",
      valueName: "LEVEL"
    ),
    completion: .list(Logger.Level.allCases.map(\.rawValue))
  )
  var logLevel: String?

  @Option(
    name: .customLong("smtp-url"),
    help: ArgumentHelp(
      "The mail server: smtp://HOST:PORT (with STARTTLS) or smtps://HOST:PORT. Needs --mail-from.",
      valueName: "URL"
    )
  )
  var smtpURL: String?

  @Option(name: .long, help: ArgumentHelp("The user name for the mail server.", valueName: "NAME"))
  var smtpUser: String?

  @Option(
    name: .long,
    help: ArgumentHelp("A file with the password for it.", valueName: "PATH"),
    completion: .file()
  )
  var smtpPasswordFile: String?

  @Option(
    name: .customLong("smtp-ca-file"),
    help: ArgumentHelp(
      "Certificate authorities to trust, as PEM. (default: the system's)",
      valueName: "PATH"
    ),
    completion: .file()
  )
  var smtpCAFile: String?

  @Option(name: .long, help: ArgumentHelp("The address that mails come from.", valueName: "ADDRESS"))
  var mailFrom: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Templates that replace the built-in texts.", valueName: "DIR"),
    completion: .directory
  )
  var mailTemplates: String?

  @Option(
    name: .long,
    help: ArgumentHelp("A JSON file with settings.", valueName: "PATH"),
    completion: .file()
  )
  var config: String?

  func run() async throws {
    let file = config ?? ProcessEnvironment.value("ROSTERD_CONFIG")
    let settings = try await RosterdConfiguration.load(flags: flags, file: file)
    OpenFiles.raiseLimit()
    try settings.dataDirectory.create()
    try settings.dataDirectory.checkAccess()

    let log = ServerLog(level: settings.logLevel)
    // The lines that are left are written before the process ends.
    defer { log.close() }
    let logger = log.logger("rosterd")
    let server = try Server(settings, logger: logger)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: Reload(logger: logger)),
          .init(service: server, successTerminationBehavior: .gracefullyShutdownGroup),
        ],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger
      )
    )
    try await group.run()
  }

  private var flags: [AbsoluteConfigKey: ConfigValue] {
    var flags: [AbsoluteConfigKey: ConfigValue] = [:]
    flags["data"] = data.map { ConfigValue(.string($0), isSecret: false) }
    flags["listen"] = listen.isEmpty ? nil : ConfigValue(.stringArray(listen), isSecret: false)
    flags["connections.perAddress"] = connectionsPerAddress.map { ConfigValue(.int($0), isSecret: false) }
    flags["compute.threads"] = computeThreads.map { ConfigValue(.int($0), isSecret: false) }
    flags["breached.passwords"] = breachedPasswords.map { ConfigValue(.string($0), isSecret: false) }
    flags["compute.memory"] = computeMemory.map { ConfigValue(.int($0), isSecret: false) }
    flags["loops"] = loops.map { ConfigValue(.int($0), isSecret: false) }
    flags["log.level"] = logLevel.map { ConfigValue(.string($0), isSecret: false) }
    let mail: KeyValuePairs = [
      MailConfiguration.Keys.url: smtpURL, MailConfiguration.Keys.user: smtpUser,
      MailConfiguration.Keys.passwordFile: smtpPasswordFile, MailConfiguration.Keys.caFile: smtpCAFile,
      MailConfiguration.Keys.sender: mailFrom, MailConfiguration.Keys.templates: mailTemplates,
    ]
    for case (let key, let value?) in mail { flags[key] = ConfigValue(.string(value), isSecret: false) }
    return flags
  }
}
