import Roster

/// Why a command failed, for the person who runs it.
struct StartError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
