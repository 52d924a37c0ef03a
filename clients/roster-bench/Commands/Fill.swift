import ArgumentParser

/// `roster-bench fill`: creates test data on a server.
struct Fill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fill a server with generated users, accounts and memberships, over its own methods.",
    discussion: """
      A seed always gives the same users, and existing ones count as done: an interrupted fill can be \
      repeated. Accounts are created until there are as many as requested.
      """
  )

  @OptionGroup var server: ServerOptions

  @Option(name: .long, help: ArgumentHelp("Users to create.", valueName: "N"))
  var users: UInt64

  @Option(
    name: .long,
    help: ArgumentHelp("Accounts to have in the end; owners are random users.", valueName: "M")
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

  @Option(name: .long, help: ArgumentHelp("The seed of the names.", valueName: "N"))
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
