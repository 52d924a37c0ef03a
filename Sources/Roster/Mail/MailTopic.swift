/// What a mail is about, where later news can overtake it: what still waits is then withdrawn.
package enum MailTopic: Sendable, Hashable {
  case invitation(Int64)
  case verification(user: Int64)

  /// What the outbox keeps.
  var key: String {
    switch self {
    case .invitation(let id): "invitation/\(id)"
    case .verification(let user): "verification/\(user)"
    }
  }
}
