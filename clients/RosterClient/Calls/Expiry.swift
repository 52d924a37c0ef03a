/// When a membership expires.
public enum Expiry: Sendable, Hashable {
  case never
  case at(Timestamp)

  /// As in the contract: nil for never.
  var time: Timestamp? {
    switch self {
    case .never: nil
    case .at(let time): time
    }
  }
}
