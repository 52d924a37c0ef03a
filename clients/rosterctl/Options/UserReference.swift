import ArgumentParser
import RosterClient

/// A user named on the command line, by id or by e-mail address.
enum UserReference: Hashable, ParsedArgument, CustomStringConvertible {
  case id(Int64)
  case email(String)

  init(parsing text: String) throws(ValidationError) {
    if let id = Identifier.id(text) {
      self = .id(id)
    } else if text.contains("@") {
      self = .email(text)
    } else {
      throw ValidationError("'\(text)' is no user: write an id, a number from 1, or an e-mail address")
    }
  }

  var description: String {
    switch self {
    case .id(let id): String(id)
    case .email(let email): email
    }
  }

  var selector: GetUserRequest.Selector {
    switch self {
    case .id(let id): .userID(id)
    case .email(let email): .email(email)
    }
  }

  /// The user's id, looked up on the server if needed.
  func id(at roster: RosterClient) async throws(RPCError) -> Int64 {
    switch self {
    case .id(let id): id
    case .email(let email): try await roster.users.getUser(email: email).id
    }
  }
}
