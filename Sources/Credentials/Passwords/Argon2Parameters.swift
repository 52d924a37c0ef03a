/// What an Argon2 hash costs (RFC 9106, section 3.1).
package struct Argon2Parameters: Sendable, Hashable {
  package let memoryKiB: Int
  package let passes: Int
  /// Lanes are hashed one after the other, on the calling thread: the pool has a thread for each core
  /// already.
  package let lanes: Int

  /// OWASP's password storage cheat sheet: 19 MiB, 2 passes, 1 lane.
  package static let standard = Argon2Parameters(memoryKiB: 19_456, passes: 2, lanes: 1)!

  /// - Returns: nil if Argon2 does not have these parameters, or if they are over `CredentialLimits`.
  package init?(memoryKiB: Int, passes: Int, lanes: Int) {
    guard (1...CredentialLimits.maxArgon2Lanes).contains(lanes), passes >= 1,
      (8 * lanes...CredentialLimits.maxArgon2MemoryKiB).contains(memoryKiB),
      passes <= CredentialLimits.maxArgon2MemoryKiBAllPasses / memoryKiB
    else { return nil }
    self.memoryKiB = memoryKiB
    self.passes = passes
    self.lanes = lanes
  }

  /// The memory that one computation needs.
  package var memoryBytes: Int { memoryKiB << 10 }
}
