/// What a challenge for an authenticator is for.
enum PasskeyPurpose: Int64, Sendable {
  case registration = 1
  case authentication = 2
}
