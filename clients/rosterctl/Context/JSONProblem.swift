/// A syntax error in JSON.
struct JSONProblem: Error, Hashable {
  /// The line number, from 1.
  var line: Int
  var text: String
}
