import ArgumentParser
import RPC

/// `roster-bench run METHOD`: calls one method and reports latency and throughput.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Call one method and measure it.",
    discussion: """
      Without --rate the loop is closed: each connection keeps its depth of calls in flight and sends the \
      next when one is answered. Latency is then that of the calls sent. A server that stalls gets fewer, \
      so the percentiles look too good. With --rate calls are due at fixed times whatever the server \
      does, and latency counts from the time when a call was due: there is no coordinated omission.

      Ids are random ones of the server's data: fill it first.
      """
  )

  @Argument(help: "The method: \(BenchmarkMethod.allCases.map(\.rawValue).joined(separator: ", ")).")
  var method: BenchmarkMethod

  @OptionGroup var server: ServerOptions
  @OptionGroup var load: LoadOptions

  @Option(name: .long, help: ArgumentHelp("Calls a second, due at fixed times.", valueName: "R"))
  var rate: Int?

  @Option(name: .long, help: ArgumentHelp("The seed of the random choices.", valueName: "N"))
  var seed: UInt64 = 1

  @Option(name: .long, help: ArgumentHelp("ListUsers: users a page.", valueName: "N"))
  var pageSize: Int32 = 50

  @Option(
    name: .long,
    help: ArgumentHelp("ListUsers: text to be found in name or e-mail.", valueName: "TEXT")
  )
  var query = ""

  @Option(
    name: .long,
    help: ArgumentHelp("ListUsers: the order, such as name or 'create_time desc'.", valueName: "ORDER")
  )
  var orderBy = ""

  @Option(name: .long, help: "ListUsers: the first page, or those of the last tenth (deep).")
  var pages = PageDepth.first

  @Option(name: .long, help: ArgumentHelp("BatchCheckPermissions: checks a call.", valueName: "N"))
  var batchSize = 100

  @Option(
    name: .long,
    help: ArgumentHelp("The server's process, to report its CPU time and memory.", valueName: "PID")
  )
  var pid: Int32?

  @Option(name: .shortAndLong, help: "table or json.")
  var output = OutputFormat.table

  func validate() throws {
    if let rate, !(1...1_000_000_000).contains(rate) {
      throw ValidationError("--rate has to be 1 or more calls a second.")
    }
    guard (1...1_000).contains(batchSize) else { throw ValidationError("--batch-size has to be 1 to 1000.") }
    guard (0...1_000).contains(pageSize) else { throw ValidationError("--page-size has to be 0 to 1000.") }
  }

  func run() async throws {
    let target = try server.target()
    let builder = WorkloadBuilder(target: target, seed: seed)
    let listing = UserListing(pageSize: pageSize, query: query, orderBy: orderBy, pages: pages)
    let requests = try await builder.requests(for: method, listing: listing, batchSize: batchSize)
    let plan = load.plan(rate: rate)
    let usage = pid.map { pid in { @Sendable in try ProcessUsage(pid: pid) } }
    let outcome = try await LoadGenerator(
      plan: plan,
      endpoint: target.endpoint,
      requests: requests,
      usage: usage
    ).run()
    let measurement = Measurement(method: method.rawValue, plan: plan, outcome: outcome)
    print(try measurement.rendered(as: output))
    if outcome.connectionsLost > 0 {
      throw RPCError(
        .unavailable,
        "\(outcome.connectionsLost) connections were lost; the figures are those of the others."
      )
    }
  }
}
