import ArgumentParser
import RosterClient

/// A filter that is yes or no.
enum YesNo: String, Sendable, CaseIterable, ExpressibleByArgument {
  case yes
  case no

  var toggle: Toggle { self == .yes ? .yes : .no }
}
