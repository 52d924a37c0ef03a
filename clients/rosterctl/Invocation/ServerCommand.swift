import RosterClient

/// A command that calls the server.
protocol ServerCommand: InvocationCommand {
  /// The command as it follows "cannot" in an error: `remove user 1 from account 1`.
  var purpose: String { get }

  /// Whether the calls bring a token.
  var needsToken: Bool { get }

  /// The question to ask before doing it; nil where it can be undone.
  var confirmation: String? { get }

  func run(_ roster: RosterClient, _ console: Console) async throws
}

extension ServerCommand {
  var needsToken: Bool { true }

  var confirmation: String? { nil }

  func run(in invocation: Invocation, _ console: Console) async throws {
    let destination = try invocation.destination(options, needsToken: needsToken)
    let token = needsToken ? try destination.token() : nil
    if let confirmation { try invocation.confirm(confirmation, options) }
    try await invocation.call(destination.server, token, options, purpose: purpose) { roster in
      try await run(roster, console)
    }
  }
}

extension Invocation {
  /// Calls a server.
  ///
  /// - Throws: a refusal as an error that says what could not be done.
  func call(
    _ server: Endpoint,
    _ token: String?,
    _ options: GlobalOptions,
    purpose: String,
    _ body: (RosterClient) async throws -> Void
  ) async throws {
    let roster = connect(server, token, options.callOptions)
    do {
      // Connect first: a missing server is reported at once, without the retries of a service.
      try await roster.connect()
      try await body(roster)
      await roster.close()
    } catch {
      await roster.close()
      guard let error = error as? RPCError else { throw error }
      throw Failure(error, purpose: purpose)
    }
  }
}
