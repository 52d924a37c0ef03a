import RPC

extension Call {
  /// Answers with what `body` makes, or with why it made nothing.
  func finish(by body: () throws -> [UInt8]) {
    do {
      finish(.success(try body()))
    } catch {
      finish(.failure(RPCError(telling: error)))
    }
  }

  /// Marks the work as begun.
  ///
  /// - Returns: false where its time is over or nobody waits any more: the work must not be done.
  func beginInTime() -> Bool {
    if let deadline, deadline.hasPassed { return false }
    return begin()
  }

  /// Whether somebody waits for the answer and may still get it in time.
  var isAwaited: Bool {
    if let deadline, deadline.hasPassed { return false }
    return !isCancelled
  }
}
