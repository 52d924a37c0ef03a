import ArgumentParser
import RosterClient

// What the Tab key offers where the answer is not known when the completion script is written.

extension CompletionKind {
  /// The contexts of the configuration file.
  static let contexts = CompletionKind.custom { _, _, _ in
    Completions.names { session in try session.configurationFile.read().names }
  }

  /// The roles of the server.
  static let roles = CompletionKind.custom { words, _, _ in
    await Completions.names(words) { roster in
      try await roster.roles.list(pageSize: Completions.mostNames).page().elements.map(\.name)
    }
  }

  /// The names of the server's principals.
  static let principals = CompletionKind.custom { words, _, _ in
    await Completions.names(words) { roster in
      try await roster.staff.list(pageSize: Completions.mostNames).page().elements.map(\.name)
    }
  }

  /// Names with commas between: after a comma, those that are not there yet.
  ///
  /// - Parameter alone: words that stand for a whole list.
  static func commaList(_ names: [String], alone: [String]) -> CompletionKind {
    .custom { _, _, prefix in CommaList.completions(of: prefix, names, alone: alone) }
  }
}

enum Completions {
  /// The session whose command line is completed: ArgumentParser passes a completion its words only.
  @TaskLocal static var session: Session?

  /// One page is enough to choose from.
  static let mostNames: Int32 = 1_000

  /// The seconds after which somebody who waits for the Tab key is told nothing.
  private static let patience: Double = 1

  /// Names found without a server. Where something is wrong there are none: the shell would show an error in
  /// the middle of what is typed.
  static func names(_ find: (Session) throws -> [String]) -> [String] {
    session.flatMap { try? find($0) } ?? []
  }

  /// Names that a server knows: the one that the words so far mean.
  static func names(
    _ words: [String],
    _ find: (RosterClient) async throws -> [String]
  ) async -> [String] {
    guard let session, let options = try? options(words), let destination = try? session.destination(options),
      let token = try? destination.token()
    else { return [] }
    let roster = session.connect(destination.server, token, options.callOptions)
    let names = try? await find(roster)
    await roster.close()
    return names ?? []
  }

  /// The global options among the words that say which server is meant.
  private static func options(_ words: [String]) throws -> GlobalOptions {
    let wanted = ["--server", "--token-file", "--context"]
    let words = joined(words)
    var chosen = ["--timeout", String(patience)]
    for (index, word) in words.enumerated() {
      if wanted.contains(word), index + 1 < words.count { chosen += [word, words[index + 1]] }
      if wanted.contains(where: { word.hasPrefix("\($0)=") }) { chosen.append(word) }
    }
    return try GlobalOptions.parse(chosen)
  }

  /// The words as the shell runs them: bash completes with `host:port` and `--server=host` in several words.
  private static func joined(_ words: [String]) -> [String] {
    var result: [String] = []
    var continues = false
    for word in words {
      let isSeparator = word == ":" || word == "="
      if (continues || isSeparator), let last = result.popLast() {
        result.append(last + word)
      } else {
        result.append(word)
      }
      continues = isSeparator
    }
    return result
  }
}
