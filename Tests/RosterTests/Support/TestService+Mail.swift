import RPC
import RosterProto
import SQL

@testable import Roster

extension TestService {
  var mail: MailServiceClient {
    MailServiceClient(channel: channel, options: Self.options(rootToken))
  }

  /// The token in the latest queued mail that has one.
  func lastInvitationToken() throws -> String { try lastLinkToken() }

  /// The token in the latest queued mail that has one, whatever its link is for.
  func lastLinkToken() throws -> String {
    String(try lastLink()?.split(separator: "=").last ?? "")
  }

  /// The link in the latest queued mail that has one.
  ///
  /// - Parameter recipient: nil for anybody.
  func lastLink(to recipient: String? = nil) throws -> String? {
    let sealed = try service.store.writer.perform { db in
      try db.first(
        sql: """
          SELECT id, secret FROM mails WHERE secret IS NOT NULL AND recipient = coalesce($1, recipient)
          ORDER BY id DESC LIMIT 1
          """,
        values: [recipient]
      ) { (mail: $0.int64(0), secret: $0.text(1)) }
    }
    return try sealed.map { try Self.sealer.openText($0.secret, .mail($0.mail)) }
  }

  /// Sends the queued mails, as the dispatcher does.
  func sendMails() throws {
    try execute(
      """
      UPDATE mails SET state = 2, sent_time = \(clock.now.microseconds), secret = NULL, attempts = 1,
        may_have_arrived = 1
      WHERE state = 1
      """
    )
  }

  /// The template and the state of each mail, in the order in which they were queued.
  func mailStates() async throws -> [String] {
    try await mail.listMail(ListMailRequest()).mails.map { "\($0.templateName) \($0.state.name)" }
  }
}
