import SQL

/// What a method that reads is given besides its request.
package struct ReadContext {
  /// Read-only; every read of the method sees the same state of the data.
  package let db: any Connection

  private let clock: WallClock

  init(db: any Connection, clock: WallClock) {
    self.db = db
    self.clock = clock
  }

  /// Read when asked for: most reads do not need it.
  package var now: Time { clock.now() }
}

/// What a method that writes is given besides its request.
package struct WriteContext {
  /// Inside this request's own savepoint: what the method throws undoes all it did.
  package let db: any Connection

  /// The one time of this request, for all it writes.
  package let now: Time

  init(db: any Connection, now: Time) {
    self.db = db
    self.now = now
  }

  /// Does the work, and undoes it again where the request only asks what would happen (`validate_only`). So a
  /// preview passes every check and gives the very answer of the real thing.
  package func perform<Reply>(validateOnly: Bool, _ work: () throws -> Reply) throws -> Reply {
    guard validateOnly else { return try work() }
    try db.beginSavepoint()
    defer { db.rollbackSavepoint() }
    return try work()
  }
}
