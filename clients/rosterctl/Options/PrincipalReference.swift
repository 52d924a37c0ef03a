import ArgumentParser
import RosterClient

/// A principal named on the command line, by id or by name.
enum PrincipalReference: Hashable, ParsedArgument, CustomStringConvertible {
  case id(Int64)
  case name(String)

  init(parsing text: String) throws(ValidationError) {
    if let id = Identifier.id(text) {
      self = .id(id)
    } else if !text.isEmpty, Int64(text) == nil {
      self = .name(text)
    } else {
      throw ValidationError("'\(text)' is no principal: write an id, a number from 1, or a name")
    }
  }

  static var completion: CompletionKind { .principals }

  var description: String {
    switch self {
    case .id(let id): String(id)
    case .name(let name): name
    }
  }

  /// The principal's id, looked up on the server if needed. Names are unique, regardless of case.
  func id(at roster: RosterClient) async throws -> Int64 {
    switch self {
    case .id(let id): return id
    case .name(let name):
      let wanted = name.lowercased()
      for try await principal in roster.staff.listPrincipals(pageSize: 1_000)
      where principal.name.lowercased() == wanted {
        return principal.id
      }
      throw Failure(
        status: .refused,
        message: "there is no principal '\(name)': 'rosterctl staff list' lists them "
          + "(PRINCIPAL_NOT_FOUND)"
      )
    }
  }
}
