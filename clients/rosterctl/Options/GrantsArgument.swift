import ArgumentParser

/// Grants on the command line: names with commas between, or `none`.
struct GrantsArgument: Hashable, ParsedArgument {
  let names: [String]

  /// The contract's grants (staff.proto).
  static let all = [
    "users.list", "users.read", "users.create", "users.update", "users.delete", "users.import",
    "credentials.reset", "credentials.disable", "verification.manage", "accounts.read", "accounts.manage",
    "memberships.manage", "invitations.manage", "ownership.transfer", "sessions.broker",
    "sessions.impersonate", "access.check", "events.read", "mail.manage", "settings.manage", "staff.manage",
    "system.backup",
  ]

  init(parsing text: String) throws(ValidationError) {
    let names = CommaList.names(text)
    self.names = names == ["none"] ? [] : names
    if let unknown = self.names.first(where: { !Self.all.contains($0) }) {
      throw Suggestion.unknown(unknown, "grant", among: Self.all, listing: Self.all + ["or none"])
    }
  }

  static let completion = CompletionKind.commaList(all, alone: ["none"])
}
