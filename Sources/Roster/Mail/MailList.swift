import RPC
import RosterProto

/// The list of mails: its orders and its filters.
enum MailList {
  private static let maxTemplateNameBytes = 64

  /// - Throws: `INVALID_FIELD`.
  static func query(_ filter: MailFilter?, orderBy: String) throws -> ListQuery {
    var query = try ListQuery(
      columns: MailQueries.columns,
      from: "mails",
      id: "mails.id",
      orders: [.init("id", column: "mails.id", .integer)],
      orderBy: orderBy
    )
    guard let filter else { return query }
    guard MailState.allCases.contains(filter.state) else {
      throw RPCError.invalid("filter.state", "must be one of the values of MailState")
    }
    switch filter.state {
    case .unspecified: break
    // Literals, so that the partial indexes apply.
    case .queued: query.filter("mails.state = 1")
    case .failed: query.filter("mails.state = 3")
    default: query.filter("mails.state =", Int64(filter.state.rawValue))
    }
    if !filter.templateName.isEmpty {
      try check(filter.templateName, maxBytes: maxTemplateNameBytes, "filter.template_name")
      query.filter("mails.template =", filter.templateName)
    }
    if !filter.recipient.isEmpty {
      try check(filter.recipient, maxBytes: Limits.maxEmailBytes, "filter.recipient")
      query.filter("mails.recipient_key =", EmailAddress.key(filter.recipient))
    }
    if let after = filter.createAfter {
      query.filter("mails.create_time >=", try after.time("filter.create_after").microseconds)
    }
    if let before = filter.createBefore {
      query.filter("mails.create_time <", try before.time("filter.create_before").microseconds)
    }
    return query
  }

  private static func check(_ text: String, maxBytes: Int, _ field: String) throws(RPCError) {
    guard text.utf8.count <= maxBytes else { throw .invalid(field, "must have at most \(maxBytes) bytes") }
  }
}
