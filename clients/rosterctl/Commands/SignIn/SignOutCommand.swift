import ArgumentParser
import RosterClient

struct SignOutCommand: InvocationCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign-out",
    abstract: "End the session in use, and return to the context before the sign-in.",
    discussion: """
      EXAMPLES
        rosterctl sign-out
        rosterctl sign-out --context ada@example.com
      """
  )

  @OptionGroup var options: GlobalOptions

  func run(in invocation: Invocation, _ console: Console) async throws {
    let destination = try invocation.destination(options)
    let token = try destination.token()
    guard token.hasPrefix("rs_") else {
      throw Failure.usage(
        "the token in use is an API key, not a session's: pass --context NAME of the context that sign-in "
          + "made"
      )
    }
    try await invocation.call(destination.server, token, options, purpose: "sign out") { roster in
      do {
        try await roster.sessions.signOut()
      } catch let error as RPCError where error.reason == .sessionInvalid {
        console.note("the session had ended already")
      }
    }
    try forget(destination, in: invocation.configurationFile)
    console.done("Signed out.", ["signed_out": true])
  }

  /// Deletes what sign-in has made.
  private func forget(_ destination: Destination, in file: ConfigurationFile) throws(Failure) {
    let sessions = SessionFiles(beside: file)
    guard let path = destination.tokenFile, sessions.contains(path) else { return }
    var configuration = try file.read()
    for (name, context) in configuration.contexts where context.tokenFile == path {
      let isCurrent = configuration.current == name
      configuration.delete(name)
      let former = context.former.flatMap { configuration.names.contains($0) ? $0 : nil }
      if isCurrent { configuration.current = former }
    }
    try file.write(configuration)
    sessions.delete(path)
  }
}
