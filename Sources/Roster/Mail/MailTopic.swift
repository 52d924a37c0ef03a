/// What a mail is about, if a later change can make it obsolete: mails still queued are then withdrawn.
enum MailTopic: Sendable, Hashable {
  case invitation(Int64)
  case verification(user: Int64)
  case link(Link.Purpose, user: Int64)

  /// The topic as stored.
  var key: String {
    switch self {
    case .invitation(let id): "invitation/\(id)"
    case .verification(let user): "verification/\(user)"
    case .link(.passwordReset, let user): "password-reset/\(user)"
    case .link(.email, let user): "email/\(user)"
    }
  }
}
