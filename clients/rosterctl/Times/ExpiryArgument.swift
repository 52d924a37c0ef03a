import ArgumentParser
import RosterClient

/// The end of a membership or of a key on the command line: a time, or `never`.
enum ExpiryArgument: Hashable, ParsedArgument {
  case never
  case at(TimeArgument)

  init(parsing text: String) throws(ValidationError) {
    if text == "never" {
      self = .never
    } else if let time = TimeArgument(text) {
      self = .at(time)
    } else {
      throw ValidationError("'\(text)' is no time: write never, \(TimeArgument.forms)")
    }
  }

  static let completion = CompletionKind.list(["never"])

  func expiry(now: Timestamp) -> Expiry {
    switch self {
    case .never: .never
    case .at(let time): .at(time.time(now: now))
    }
  }
}
