import Roster

@testable import Credentials

/// An authenticator app.
struct TestApp: Sendable {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  private let totp: TOTP

  /// - Parameter secret: in base32, as the user types it in.
  init(_ secret: String) {
    var bytes: [UInt8] = []
    var (bits, count) = (0, 0)
    for digit in secret.utf8 {
      bits = bits << 5 | Self.alphabet.firstIndex(of: digit)!
      count += 5
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(bits >> count))
      bits &= 1 << count - 1
    }
    totp = TOTP(secret: bytes)
  }

  func code(at time: Time) -> String {
    totp.code(atStep: TOTP.step(at: time.microseconds / 1_000_000))
  }

  /// A code that is wrong now, and in the steps before and after.
  func wrongCode(at time: Time) -> String {
    let right = [-30, 0, 30].map { code(at: time + $0) }
    return ["000000", "111111", "222222", "333333"].first { !right.contains($0) }!
  }
}
