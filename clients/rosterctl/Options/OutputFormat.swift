import ArgumentParser
import RosterClient

/// The formats of output.
enum OutputFormat: String, Sendable, CaseIterable, ExpressibleByArgument {
  case table
  case wide
  case json
  case csv

  /// Whether the output is for programs.
  var isForPrograms: Bool { self == .json || self == .csv }
}
