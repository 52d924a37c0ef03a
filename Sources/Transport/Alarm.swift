import NIOCore
import RPC

/// One timer for all the times a connection has to keep.
///
/// A time further off than the one set costs nothing: the alarm rings early, its owner looks at what is due
/// and sets it anew. So a call with a deadline costs no scheduled task of its own, nor the cancelling of one.
///
/// `@unchecked Sendable`: it is used on its event loop only; every way to it asserts it, and reading
/// the time in debug builds only, since each call with a deadline does.
package final class Alarm: @unchecked Sendable {
  private let eventLoop: any EventLoop
  private var scheduled: Scheduled<Void>?

  private var nextTime = NIODeadline.distantFuture

  package init(eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
  }

  /// When it rings next.
  package var time: NIODeadline {
    eventLoop.assertInEventLoop()
    return nextTime
  }

  /// Has `ring` called at `time`, or before, where an earlier time was set already.
  package func set(noLaterThan time: NIODeadline, _ ring: @escaping @Sendable () -> Void) {
    eventLoop.preconditionInEventLoop()
    guard time < nextTime else { return }
    scheduled?.cancel()
    nextTime = time
    scheduled = eventLoop.scheduleTask(deadline: time) {
      self.scheduled = nil
      self.nextTime = .distantFuture
      ring()
    }
  }

  package func cancel() {
    eventLoop.preconditionInEventLoop()
    scheduled?.cancel()
    scheduled = nil
    nextTime = .distantFuture
  }
}

extension Deadline {
  package init(_ deadline: NIODeadline) {
    self.init(uptimeNanoseconds: deadline.uptimeNanoseconds)
  }
}

extension NIODeadline {
  /// NIO counts the same clock in a signed number of as many bits.
  package init(_ deadline: Deadline) {
    self = .uptimeNanoseconds(min(deadline.uptimeNanoseconds, UInt64(Int64.max)))
  }
}
