/// The Roster API, grouped by service. ``RosterClient`` implements it over a connection.
///
/// Code that takes `any RosterAPI`, or only one service such as `any AccessServiceClientProtocol`, can be
/// tested with a fake. A fake implements the contract's methods, message for message. What makes them more
/// convenient to call (`users.getUser(email:)`, lists as sequences, …) are extensions.
public protocol RosterAPI: Sendable {
  var users: any UserServiceClientProtocol { get }
  var accounts: any AccountServiceClientProtocol { get }
  var invitations: any InvitationServiceClientProtocol { get }
  var access: any AccessServiceClientProtocol { get }
  var settings: any SettingsServiceClientProtocol { get }
  var sessions: any SessionServiceClientProtocol { get }
  var credentials: any CredentialServiceClientProtocol { get }
  var passkeys: any PasskeyServiceClientProtocol { get }
  var staff: any StaffServiceClientProtocol { get }
  var events: any EventServiceClientProtocol { get }
  var mail: any MailServiceClientProtocol { get }
  var system: any SystemServiceClientProtocol { get }
  var health: any HealthClientProtocol { get }
}
