import RosterProto

/// How a user proved their identity, as the database has it: a bit for each method.
struct AuthenticationMethods: OptionSet, Sendable, Hashable {
  let rawValue: Int64

  static let password = AuthenticationMethods(.password)
  static let totp = AuthenticationMethods(.totp)
  static let recoveryCode = AuthenticationMethods(.recoveryCode)
  static let passkey = AuthenticationMethods(.passkey)
  static let trustedDevice = AuthenticationMethods(.trustedDevice)

  /// Those that count as a second factor.
  static let secondFactors: AuthenticationMethods = [.totp, .recoveryCode, .passkey, .trustedDevice]

  init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  init(_ list: [AuthenticationMethod]) {
    self = list.reduce(into: []) { $0.formUnion(AuthenticationMethods($1)) }
  }

  private init(_ method: AuthenticationMethod) {
    rawValue = 1 << Int64(method.rawValue)
  }

  /// Each once, in the order of their numbers.
  var list: [AuthenticationMethod] {
    AuthenticationMethod.allCases.filter { contains(AuthenticationMethods($0)) }
  }
}
