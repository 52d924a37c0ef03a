import Synchronization

/// What another thread has for a call: the right argument of ``CallCarrier``'s methods.
struct Answer: Sendable {
  enum Kind: Sendable {
    case finished(Result<[UInt8], RPCError>)
    case hasReplies
    case hasRoomForRequests
  }

  let call: Call
  let kind: Kind

  func deliver() {
    switch kind {
    case .finished(let result): call.carrier.finish(call, with: result)
    case .hasReplies: call.carrier.sendReplies(of: call)
    case .hasRoomForRequests: call.carrier.resumeRequests(of: call)
    }
  }
}

/// Answers on their way from any thread to a worker. However many there are, the worker is woken once.
final class AnswerQueue: Sendable {
  private struct State {
    var answers: [Answer] = []
    var isScheduled = false
    var isClosed = false
  }

  private let state = Mutex(State())

  /// - Returns: whether the worker has to be woken.
  func append(_ answer: Answer) -> Bool {
    state.withLock { state in
      guard !state.isClosed else { return false }
      state.answers.append(answer)
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
  }

  func takeAll() -> [Answer] {
    state.withLock { state in
      defer {
        state.answers = []
        state.answers.reserveCapacity(64)
        state.isScheduled = false
      }
      return state.answers
    }
  }

  func close() {
    state.withLock { state in
      state.isClosed = true
      state.answers = []
    }
  }
}
