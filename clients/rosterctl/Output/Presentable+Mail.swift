import RosterClient

extension Mail: Listed {
  static let listName = "mails"

  static let blank = Mail()

  static let columns: [Column<Mail>] = [
    Column(id: "ID") { $0.id },
    Column("RECIPIENT") { $0.recipient },
    Column("TEMPLATE") { $0.templateName },
    Column("STATE") { mail, _ in stateCell(mail.state) },
    Column("ATTEMPTS") { String($0.attemptCount) },
    Column("QUEUED") { $1.time($0.createTime, absent: "") },
    Column("SENT") { $1.time($0.sendTime) },
    Column("NEXT ATTEMPT", isWide: true) { $1.time($0.nextAttemptTime, absent: "") },
    Column("LANGUAGE", isWide: true) { $0.language },
    Column("SUBJECT", isWide: true) { $0.subject },
    Column("LAST ERROR", isWide: true) { $0.lastError },
    Column("UPDATED", isWide: true) { $1.time($0.updateTime, absent: "") },
    Column("REVISION", isWide: true) { String($0.revision) },
  ]

  private static func stateCell(_ state: MailState) -> Cell {
    switch state {
    case .sent: Cell(state.name, .good)
    case .failed: Cell(state.name, .bad)
    default: Cell(state.name)
    }
  }

  var json: JSON {
    [
      "id": .int(id),
      "template_name": .string(templateName),
      "recipient": .string(recipient),
      "language": .string(language),
      "subject": .string(subject),
      "state": JSON(state),
      "attempt_count": .int(Int64(attemptCount)),
      "next_attempt_time": JSON(nextAttemptTime),
      "last_error": .string(lastError),
      "create_time": JSON(createTime),
      "send_time": JSON(sendTime),
      "update_time": JSON(updateTime),
      "revision": .int(revision),
    ]
  }
}

extension GetMailResponse {
  /// All fields, with their names in the contract.
  var json: JSON {
    [
      "mail": mail?.json ?? .null,
      "text_body": .string(textBody),
      "html_body": .string(htmlBody),
    ]
  }
}
