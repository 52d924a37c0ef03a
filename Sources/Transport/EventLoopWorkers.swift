import NIOCore
import NIOPosix
import RPC

/// Workers that are event loops: what a server on the network runs calls on.
///
/// They have threads of their own: whoever makes them has to shut them down, after the servers on them.
public final class EventLoopWorkers: Sendable {
  /// For the service, which keeps what it needs for each worker.
  package let group: WorkerGroup

  let eventLoops: MultiThreadedEventLoopGroup

  /// - Parameters:
  ///   - count: event loops, and so threads.
  ///   - maxArenaBytes: the memory that one call may take for its messages.
  public init(count: Int, maxArenaBytes: Int = ConnectionLimits().maxArenaBytes) {
    eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: count)
    group = WorkerGroup(
      executors: eventLoops.makeIterator().map(EventLoopExecutor.init),
      maxArenaBytes: maxArenaBytes
    )
  }

  /// Ends the threads. What other threads still answer is dropped.
  public func shutdownGracefully() async {
    for worker in group.workers { worker.stopDelivering() }
    // It fails where they have been shut down before.
    try? await eventLoops.shutdownGracefully()
  }
}

/// An event loop as a worker's executor.
final class EventLoopExecutor: WorkerExecutor {
  let eventLoop: any EventLoop

  init(_ eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
  }

  var isCurrent: Bool { eventLoop.inEventLoop }

  func execute(_ work: @escaping @Sendable () -> Void) {
    eventLoop.execute(work)
  }

  func execute(at deadline: Deadline, _ work: @escaping @Sendable () -> Void) {
    eventLoop.scheduleTask(deadline: NIODeadline(deadline), work)
  }
}
