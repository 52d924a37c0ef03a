import ArgumentParser
import RosterClient

/// A user named on the command line, by id or by e-mail address.
enum UserReference: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
  case id(Int64)
  case email(String)

  init?(argument: String) {
    if let id = Int64(argument), id > 0 {
      self = .id(id)
    } else if argument.contains("@") {
      self = .email(argument)
    } else {
      return nil
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
    case .id(let id): .id(id)
    case .email(let email): .email(email)
    }
  }

  /// The user's id, asked of the server where it is not known.
  func id(at roster: RosterClient) async throws(RPCError) -> Int64 {
    switch self {
    case .id(let id): id
    case .email(let email): try await roster.users.get(email: email).id
    }
  }
}

/// Something else that is named by its id.
struct Identifier: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
  let id: Int64

  init?(argument: String) {
    guard let id = Int64(argument), id > 0 else { return nil }
    self.id = id
  }

  var description: String { String(id) }
}

/// An account named on the command line, by id.
struct AccountReference: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
  let id: Int64

  init?(argument: String) {
    guard let id = Int64(argument), id > 0 else { return nil }
    self.id = id
  }

  var description: String { String(id) }
}
