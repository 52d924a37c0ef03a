import ArgumentParser
import RosterClient

// How values of the contract are written on the command line.

extension Endpoint: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(argument)
  }
}

extension Permission: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(name: argument)
  }

  public static var allValueStrings: [String] { named.map(\.name) }
}

extension UserState: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(name: argument)
  }

  public static var allValueStrings: [String] { named.map(\.name) }
}

extension Verification: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(name: argument)
  }

  public static var allValueStrings: [String] { named.map(\.name) }
}

extension AccountState: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(name: argument)
  }

  public static var allValueStrings: [String] { named.map(\.name) }
}

extension InvitationState: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(name: argument)
  }

  public static var allValueStrings: [String] { named.map(\.name) }
}

extension PrincipalKind: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(name: argument)
  }

  public static var allValueStrings: [String] { named.map(\.name) }
}

extension MailState: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(name: argument)
  }

  public static var allValueStrings: [String] { named.map(\.name) }
}
