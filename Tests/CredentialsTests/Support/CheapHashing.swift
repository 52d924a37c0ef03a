import Credentials

extension Argon2Parameters {
  /// For tests where the cost is not what is tested.
  static let cheap = Argon2Parameters(memoryKiB: 64, passes: 1, lanes: 1)!
}
