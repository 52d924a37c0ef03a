import ArgumentParser
import RosterClient

/// All things of a kind, or one of them by its id: `user`, `user:5`.
struct KindReference<Kind: ReferencedKind>: Hashable, ParsedArgument {
  let kind: Kind
  /// 0 for all of them.
  let id: Int64

  init(parsing text: String) throws(ValidationError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let kind = Kind(name: parts[0]) else {
      throw Suggestion.unknown(parts[0], "kind of \(Kind.noun)", among: Kind.named.map(\.name))
    }
    self.kind = kind
    id = parts.count == 1 ? 0 : try Identifier(parsing: parts[1]).id
  }

  static var completion: CompletionKind { .list(Kind.named.map(\.name)) }

  /// For help texts: every kind there is.
  static var names: String { Kind.named.map(\.name).joined(separator: ", ") }
}

/// A kind of things that have ids.
protocol ReferencedKind: NamedValue, Hashable {
  /// What the kinds are of, for errors.
  static var noun: String { get }
}

extension ActorKind: ReferencedKind {
  static var noun: String { "actor" }
}

extension TargetKind: ReferencedKind {
  static var noun: String { "target" }
}
