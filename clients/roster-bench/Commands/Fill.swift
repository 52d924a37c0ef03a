import ArgumentParser

/// `roster-bench fill`: gives a server something to answer about.
struct Fill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fill a server with made-up users, accounts and memberships, over its own methods.",
    discussion: """
      A seed makes the same people every time, and those that are there already count as done: a fill that \
      was interrupted can be repeated. Accounts are made until there are as many as asked for.
      """
  )

  @OptionGroup var server: ServerOptions

  @Option(name: .long, help: ArgumentHelp("Users to make.", valueName: "N"))
  var users: UInt64

  @Option(
    name: .long,
    help: ArgumentHelp("Accounts there are to be; owners are spread over the users.", valueName: "M")
  )
  var accounts: UInt64 = 0

  @Option(
    name: .long,
    help: ArgumentHelp("Members an account has besides its owner, on average.", valueName: "N")
  )
  var members = 2

  @Option(
    name: .long,
    help: ArgumentHelp("Number of the first user, to add to an earlier fill.", valueName: "N")
  )
  var first: UInt64 = 1

  @Option(name: .long, help: ArgumentHelp("What the names are made from.", valueName: "N"))
  var seed: UInt64 = 1

  @Option(name: .long, help: ArgumentHelp("Connections.", valueName: "C"))
  var connections = 4

  @Option(name: .long, help: ArgumentHelp("Calls kept in flight on each connection.", valueName: "D"))
  var depth = 128

  func validate() throws {
    guard users <= 1_000_000_000, accounts <= 1_000_000_000, first <= 1_000_000_000_000 else {
      throw ValidationError("--users and --accounts have to be a thousand million at most.")
    }
    guard (0...100).contains(members) else { throw ValidationError("--members has to be 0 to 100.") }
    guard (1...64).contains(connections), (1...1_024).contains(depth) else {
      throw ValidationError("--connections has to be 1 to 64, --depth 1 to 1024.")
    }
  }

  func run() async throws {
    let plan = FillPlan(
      firstUser: first,
      users: users,
      accounts: accounts,
      membersPerAccount: members,
      seed: seed,
      depth: depth,
      connections: connections
    )
    let filler = Filler(plan: plan, target: try server.target())
    let steps = try await filler.fill { FillProgress(kind: $0, total: $1) }
    for step in steps { print(step.summary) }
    if steps.contains(where: { $0.refusals > 0 }) { throw ExitCode.failure }
  }
}
