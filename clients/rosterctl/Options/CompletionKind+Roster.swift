import ArgumentParser
import RosterClient

// Completions that are computed when the user presses Tab.

extension CompletionKind {
  /// The contexts of the configuration file.
  static let contexts = CompletionKind.custom { _, _, _ in
    Completions.names { invocation in try invocation.configurationFile.read().names }
  }

  /// The roles of the server.
  static let roles = CompletionKind.custom { words, _, _ in
    await Completions.names(words) { roster in
      try await roster.staff.listRoles(pageSize: Completions.mostNames).page().elements.map(\.name)
    }
  }

  /// The names of the server's principals.
  static let principals = CompletionKind.custom { words, _, _ in
    await Completions.names(words) { roster in
      try await roster.staff.listPrincipals(pageSize: Completions.mostNames).page().elements.map(\.name)
    }
  }

  /// Names with commas between: after a comma, those that are not there yet.
  ///
  /// - Parameter alone: words that are only valid as the whole list.
  static func commaList(_ names: [String], alone: [String]) -> CompletionKind {
    .custom { _, _, prefix in CommaList.completions(of: prefix, names, alone: alone) }
  }
}
