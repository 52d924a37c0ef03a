import NIOCore
import RPC
import Synchronization

/// Late answers on their way to an event loop, from any thread.
///
/// However many are posted at once, the loop is woken once, and each connection is flushed once.
final class Outbox: Sendable {
  private struct Answer {
    let connection: ServerConnectionHandler
    let ticket: UInt64
    let result: Result<[UInt8], RPCError>
  }

  private struct State {
    var answers: [Answer] = []
    var isScheduled = false
    var isClosed = false
  }

  private let eventLoop: any EventLoop
  private let state = Mutex(State())

  init(eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
  }

  func post(_ result: Result<[UInt8], RPCError>, ticket: UInt64, to connection: ServerConnectionHandler) {
    let mustSchedule = state.withLock { state in
      guard !state.isClosed else { return false }
      state.answers.append(Answer(connection: connection, ticket: ticket, result: result))
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if mustSchedule { eventLoop.execute { self.deliver() } }
  }

  /// Drops what comes from now on: the event loop is about to end.
  func close() {
    state.withLock { state in
      state.isClosed = true
      state.answers = []
    }
  }

  private func deliver() {
    let answers = state.withLock { state in
      defer {
        state.answers = []
        state.answers.reserveCapacity(64)
        state.isScheduled = false
      }
      return state.answers
    }
    for answer in answers { answer.connection.deliver(answer.result, ticket: answer.ticket) }
    for answer in answers { answer.connection.flushReplies() }
  }
}
