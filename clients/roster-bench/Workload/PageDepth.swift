import ArgumentParser

/// Which pages of a list to request.
enum PageDepth: String, CaseIterable, ExpressibleByArgument {
  case first
  case deep
}
