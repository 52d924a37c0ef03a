import NIOCore
import NIOPosix
import RPC
import TTRPC
import Transport

/// Puts load on a server as planned, from its own event loops.
struct LoadGenerator: Sendable {
  /// Reads what the server's process or thread has used so far.
  typealias UsageReader = @Sendable () throws -> ProcessUsage

  struct Outcome: Sendable {
    let tally: Tally

    /// At the window's start and at its end.
    let usage: (before: ProcessUsage, after: ProcessUsage)?
    let connectionsLost: Int
  }

  let plan: LoadPlan
  let endpoint: Endpoint
  let requests: RequestSource
  let usage: UsageReader?

  /// Connects, warms up, measures, waits for the last replies, disconnects.
  func run() async throws -> Outcome {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: plan.loops)
    do {
      let outcome = try await run(on: Array(group.makeIterator()))
      try await group.shutdownGracefully()
      return outcome
    } catch {
      try? await group.shutdownGracefully()
      throw error
    }
  }

  private func run(on loops: [any EventLoop]) async throws -> Outcome {
    var connections = loops.map { _ in [TTRPCConnection]() }
    for index in 0..<plan.connections {
      let loop = index % loops.count
      connections[loop].append(try await TTRPCConnection.connect(to: endpoint, on: loops[loop]).get())
    }
    defer { for connection in connections.joined() { connection.close() } }

    let start = Deadline.now.uptimeNanoseconds
    let measured = start + UInt64(plan.warmup.nanoseconds)
    let window = MeasuredWindow(start: measured, end: measured + UInt64(plan.duration.nanoseconds))
    let results = loops.indices.map { index in
      worker(index, connections[index], loops, start: start, window: window).run()
    }
    async let usage = measureUsage(over: window)
    var tally = Tally()
    var slotsLost = 0
    for result in results {
      let result = try await result.get()
      tally.add(result.tally)
      slotsLost += result.slotsLost
    }
    let connectionsLost = (slotsLost + plan.depth - 1) / plan.depth
    return Outcome(tally: tally, usage: try await usage, connectionsLost: connectionsLost)
  }

  private func worker(
    _ index: Int,
    _ connections: [TTRPCConnection],
    _ loops: [any EventLoop],
    start: UInt64,
    window: MeasuredWindow
  ) -> LoadWorker {
    LoadWorker(
      connections: connections,
      depth: plan.depth,
      requests: requests,
      firstRequest: requests.start(ofWorker: index, of: loops.count),
      window: window,
      timetable: plan.callsPerSecond.flatMap {
        Timetable.share(index, of: loops.count, callsPerSecond: $0, start: start)
      },
      on: loops[index]
    )
  }

  private func measureUsage(
    over window: MeasuredWindow
  ) async throws -> (before: ProcessUsage, after: ProcessUsage)? {
    guard let usage else { return nil }
    try await sleep(until: window.start)
    let before = try usage()
    try await sleep(until: window.end)
    return (before, try usage())
  }

  private func sleep(until time: UInt64) async throws {
    let now = Deadline.now.uptimeNanoseconds
    if time > now { try await Task.sleep(for: .nanoseconds(time - now)) }
  }
}
