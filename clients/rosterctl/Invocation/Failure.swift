/// Why a command ended without being done: the exit code, and the one line to print, if any.
struct Failure: Error, Hashable {
  var status: ExitStatus
  var message: String?
  /// The id to repeat a change under whose outcome is unknown.
  var requestID: String?

  static func usage(_ message: String) -> Failure {
    Failure(status: .usage, message: message)
  }
}
