import RPC
import Roster
import RosterProto

extension TestService {
  /// A new user; the address is made from the first name unless given.
  @discardableResult
  func makeUser(_ firstName: String = "Ada", _ lastName: String = "", email: String? = nil) async throws
    -> User
  {
    let address = email ?? "\(firstName.lowercased().filter(\.isLetter))@example.com"
    return try await users.createUser(
      CreateUserRequest(email: address, firstName: firstName, lastName: lastName)
    )
  }

  /// A new account with its owner.
  func makeAccount(_ name: String = "Acme", owner: User) async throws -> Account {
    try await accounts.createAccount(CreateAccountRequest(name: name, ownerUserID: owner.id))
  }

  /// A new membership.
  @discardableResult
  func associate(
    _ user: User,
    _ account: Account,
    _ permissions: [Permission] = [],
    expireTime: Time? = nil
  ) async throws -> Membership {
    let response = try await accounts.associateUser(
      AssociateUserRequest(
        accountID: account.id,
        userID: user.id,
        permissions: permissions,
        expireTime: expireTime.map { Timestamp($0) }
      )
    )
    return response.membership!
  }

  /// The pending invitations of an account.
  func pendingInvitations(_ account: Account) async throws -> [Invitation] {
    let request = ListAccountInvitationsRequest(accountID: account.id)
    return try await accounts.listAccountInvitations(request).invitations
  }

  func account(_ id: Int64) async throws -> Account {
    try await accounts.getAccount(GetAccountRequest(accountID: id))
  }

  func user(_ id: Int64) async throws -> User {
    try await users.getUser(GetUserRequest(selector: .userID(id)))
  }

  func membership(_ user: User, _ account: Account) async throws -> Membership {
    try await accounts.getMembership(GetMembershipRequest(accountID: account.id, userID: user.id))
  }
}

extension Permission {
  /// All permissions, in the order of their numbers.
  static let every = (1...13).map { Permission(rawValue: $0) }
}

/// A name with `count` code points.
func name(_ count: Int) -> String { String(repeating: "é", count: count) }

/// A valid e-mail address of `bytes` bytes, 252 to 255.
func email(bytes: Int) -> String {
  let label = String(repeating: "d", count: 63)
  let local = String(repeating: "l", count: 64)
  return "\(local)@\(label).\(label).\(String(repeating: "d", count: bytes - 193))"
}
