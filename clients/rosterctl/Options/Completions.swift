import ArgumentParser
import RosterClient

enum Completions {
  /// The invocation whose command line is completed: ArgumentParser passes only the words.
  @TaskLocal static var invocation: Invocation?

  /// One page is enough to choose from.
  static let mostNames: Int32 = 1_000

  /// The timeout in seconds, as the user is waiting.
  private static let patience: Double = 1

  /// Names found without a server. Errors are ignored: the shell would print them into the command line.
  static func names(_ find: (Invocation) throws -> [String]) -> [String] {
    invocation.flatMap { try? find($0) } ?? []
  }

  /// Names from the server that the words select.
  static func names(
    _ words: [String],
    _ find: (RosterClient) async throws -> [String]
  ) async -> [String] {
    guard let invocation, let options = try? options(words),
      let destination = try? invocation.destination(options),
      let token = try? destination.token()
    else { return [] }
    let roster = invocation.connect(destination.server, token, options.callOptions)
    let names = try? await find(roster)
    await roster.close()
    return names ?? []
  }

  /// The global options in the words that select the server.
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

  /// The words as the shell runs them: for completion, bash splits words at `:` and `=`.
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
