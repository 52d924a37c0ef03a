import ArgumentParser
import RosterClient

/// A principal named on the command line, by id or by name.
enum PrincipalReference: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
  case id(Int64)
  case name(String)

  init?(argument: String) {
    if let id = Int64(argument) {
      guard id > 0 else { return nil }
      self = .id(id)
    } else {
      guard !argument.isEmpty else { return nil }
      self = .name(argument)
    }
  }

  var description: String {
    switch self {
    case .id(let id): String(id)
    case .name(let name): name
    }
  }

  /// The principal's id, asked of the server where it is not known. Names are unique in any case.
  func id(at roster: RosterClient) async throws -> Int64 {
    switch self {
    case .id(let id): return id
    case .name(let name):
      let wanted = name.lowercased()
      for try await principal in roster.staff.list(pageSize: 1_000)
      where principal.name.lowercased() == wanted {
        return principal.id
      }
      throw Failure(
        status: .refused,
        message: "there is no principal '\(name)': 'rosterctl staff list' shows those there are "
          + "(PRINCIPAL_NOT_FOUND)"
      )
    }
  }
}
