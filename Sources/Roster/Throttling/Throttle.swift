import Crypto
import RPC
import RosterProto
import SQL

/// Makes guessing slow: counts failures, and after some of them has further attempts wait, twice as long
/// after each, but never for good.
///
/// The count is kept by the transaction of the attempt, and asked there again: of guesses that run side by
/// side no more are answered than of single ones. Whoever must wait is told so also with the right secret.
struct Throttle: Sendable {
  /// What failures are counted for.
  enum Subject: Sendable {
    /// Sign-ins with an address, whether or not it belongs to a user.
    case address(String)
    /// Sign-ins from a trusted device: others cannot make its user wait.
    case device(TokenHash)
    /// Sign-ins from an IP address.
    case source(String)
    /// Codes, passwords and answers that a user is asked for in a session.
    case user(Int64)
    /// Answers to the security question of an address.
    case question(String)

    fileprivate var scope: Int64 {
      switch self {
      case .address: 1
      case .device: 2
      case .source: 3
      case .user: 4
      case .question: 5
      }
    }

    fileprivate var key: [UInt8] {
      switch self {
      case .address(let email), .question(let email): hash(EmailAddress.key(email))
      case .device(let token): token.bytes
      case .source(let address): hash(address)
      case .user(let id): hash(String(id))
      }
    }

    /// Failures after which one has to wait. Many users may share a source.
    fileprivate var allowance: Int64 {
      if case .source = self { Limits.freeFailuresOfSource } else { Limits.freeFailures }
    }

    private func hash(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
  }

  private let subjects: [Subject]

  /// - Parameter source: the caller's IP address, for which failures are counted as well; empty for none.
  init(_ subjects: [Subject], source: String = "") {
    self.subjects = subjects + (source.isEmpty ? [] : [.source(source)])
  }

  /// - Throws: `RATE_LIMITED` while one has to wait.
  func admit(at now: Time, _ db: any Connection) throws {
    for subject in subjects {
      guard let count = try ThrottleQueries.failures(subject.scope, subject.key, db) else { continue }
      let end = count.last.microseconds + Self.wait(after: count.failures, subject.allowance)
      guard now.microseconds < end else { continue }
      throw RPCError.rateLimited(
        "There were too many failed attempts. Try again later.",
        until: Time(microseconds: end),
        now: now
      )
    }
  }

  /// Counts a failure.
  func countFailure(at now: Time, _ db: any Connection) throws {
    for subject in subjects { try ThrottleQueries.add(subject.scope, subject.key, at: now, db) }
  }

  /// Forgets the failures after a success. Those of a source stay: one success of its own must not let it
  /// try the passwords of others.
  func forget(_ db: any Connection) throws {
    for subject in subjects {
      if case .source = subject { continue }
      try ThrottleQueries.delete(subject.scope, subject.key, db)
    }
  }

  /// How long to wait after the last failure, in microseconds.
  private static func wait(after failures: Int64, _ allowance: Int64) -> Int64 {
    guard failures >= allowance else { return 0 }
    let doublings = min(failures - allowance, 30)
    return min(1 << doublings, Limits.maxThrottleSeconds) * 1_000_000
  }
}
