import ProtobufC
import RPC

/// Where a method's body runs, and what it is given there.
protocol Place<Request>: Sendable {
  associatedtype Request: BoundedMessage
  associatedtype Context: AuthorizationContext

  /// Has the work authorized and run, and its reply encoded: at once, or later by ``Call/finish(_:)``.
  func run<Reply: Message>(
    _ work: PlannedWork<Request, Reply, Context>,
    of call: Call
  ) throws -> HandlerOutcome
}
