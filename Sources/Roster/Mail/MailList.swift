import RPC
import RosterProto

/// The list of mails: its orders and its filters.
enum MailList {
  /// - Parameter show: a mail as staff see it.
  /// - Throws: `INVALID_FIELD`.
  static func query(
    _ filter: MailFilter?,
    orderBy: String,
    show: @escaping (OutboxMail) -> Mail
  ) throws -> ListQuery<Mail> {
    var query = try ListQuery(
      columns: MailQueries.columns,
      from: "mails",
      id: "mails.id",
      orders: [.init("id", column: "mails.id", .integer)],
      orderBy: orderBy,
      read: { show(try MailQueries.mail($0, from: $1)) }
    )
    guard let filter else { return query }
    switch try Checks.choice(filter.state, "filter.state") {
    case nil: break
    // Literals, so that the partial indexes apply.
    case .queued: query.filter("mails.state = 1")
    case .failed: query.filter("mails.state = 3")
    case let state?: query.filter("mails.state =", Int64(state.rawValue))
    }
    if !filter.templateName.isEmpty {
      try Checks.bytes(filter.templateName, atMost: Limits.maxTemplateNameBytes, "filter.template_name")
      query.filter("mails.template =", filter.templateName)
    }
    if !filter.recipient.isEmpty {
      try Checks.bytes(filter.recipient, atMost: Limits.maxEmailBytes, "filter.recipient")
      query.filter("mails.recipient_key =", EmailAddress.key(filter.recipient))
    }
    let (after, before) = (filter.createAfter, filter.createBefore)
    try query.filter("mails.create_time", after: after, before: before, "filter.create")
    return query
  }
}
