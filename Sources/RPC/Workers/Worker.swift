import ProtobufC

/// A thread that runs calls, with what belongs to it: memory for the call at hand, the answers on their way
/// to it from other threads, and what the service keeps for each worker (``WorkerLocal``).
///
/// What is reached through a worker is used without locks, since a worker does one thing at a time.
///
/// `@unchecked Sendable`: `executor`, `number` and `answers` may be used from any thread; all else is reached
/// through properties and methods that trap on another thread than the worker's.
package final class Worker: @unchecked Sendable {
  package let executor: any WorkerExecutor

  /// Answers that other threads have for calls of this worker.
  let answers = AnswerQueue()

  /// Its place among the workers of its group, for ``WorkerLocal``.
  let number: Int

  private let memory: Arena
  private var turnEndings: [() -> Void] = []

  init(number: Int, executor: any WorkerExecutor, maxArenaBytes: Int) {
    self.number = number
    self.executor = executor
    memory = Arena(limit: maxArenaBytes)
  }

  /// Traps on another thread than the worker's.
  @inline(__always)
  package func preconditionIsCurrent() {
    precondition(executor.isCurrent, "what belongs to a worker is used on another thread")
  }

  /// As ``preconditionIsCurrent()``, in debug builds only: for what is asked many times in each call.
  @inline(__always)
  package func assertIsCurrent() {
    assert(executor.isCurrent, "what belongs to a worker is used on another thread")
  }

  /// Memory for the time of one call. Whoever runs the call resets it afterwards.
  package var arena: Arena {
    preconditionIsCurrent()
    return memory
  }
}

// MARK: - Turns

extension Worker {
  /// Has `work` run once, at the end of the turn: the calls that arrived together share something until then.
  package func atTurnEnd(_ work: @escaping () -> Void) {
    preconditionIsCurrent()
    turnEndings.append(work)
  }

  /// To be called by a transport when it has run the calls that arrived together.
  package func endTurn() {
    preconditionIsCurrent()
    guard !turnEndings.isEmpty else { return }
    for work in turnEndings { work() }
    turnEndings.removeAll(keepingCapacity: true)
  }
}

// MARK: - Answers of other threads

extension Worker {
  /// Brings an answer to its call's carrier, on the worker. From any thread.
  func post(_ answer: Answer) {
    guard answers.append(answer) else { return }
    executor.execute { self.deliverAnswers() }
  }

  /// Drops the answers that come from now on: the executor is about to end. From any thread.
  package func stopDelivering() {
    answers.close()
  }

  private func deliverAnswers() {
    preconditionIsCurrent()
    let answers = answers.takeAll()
    for answer in answers { answer.deliver() }
    // Each carrier sends once, however many answers it got.
    for answer in answers { answer.call.carrier.flush() }
  }
}
