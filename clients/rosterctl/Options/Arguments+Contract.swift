import ArgumentParser
import RosterClient

// How values of the contract are written on the command line.

extension Endpoint: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(argument)
  }
}

extension ExpressibleByArgument where Self: NamedValue {
  public init?(argument: String) {
    self.init(name: argument)
  }

  public static var allValueStrings: [String] { named.map(\.name) }
}

extension AccountState: ExpressibleByArgument {}
extension InvitationState: ExpressibleByArgument {}
extension MailState: ExpressibleByArgument {}
extension Permission: ExpressibleByArgument {}
extension PrincipalKind: ExpressibleByArgument {}
extension UserState: ExpressibleByArgument {}
extension Verification: ExpressibleByArgument {}
