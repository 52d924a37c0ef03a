import ProtobufC

/// A call as its transport received it.
///
/// One instance serves all calls of a connection in turn: what it holds is valid until the handler returns,
/// and a handler that answers later copies what it needs. It is used on the connection's worker only.
public final class ServerCall {
  public let connection: ServerConnection

  /// The method called.
  public private(set) var method: MethodDescriptor

  /// The request message as it came.
  public private(set) var payload: UnsafeRawBufferPointer

  /// When the caller stops waiting; nil where it set no limit.
  public private(set) var deadline: Deadline?

  /// Whether the frames after this one have arrived too, so that work may be shared among them.
  public private(set) var hasFollowers: Bool

  /// The call's metadata, keys in lower case.
  public private(set) var metadata: Metadata

  /// Memory for the time of this call.
  package let arena: Arena

  // Unowned: the transport owns the call and outlives it.
  private unowned let sink: any ReplySink
  private var ticket: UInt64
  private var progress: CallProgress?

  package init(connection: ServerConnection, arena: Arena, sink: any ReplySink) {
    self.connection = connection
    self.arena = arena
    self.sink = sink
    method = MethodDescriptor(service: "", name: "")
    payload = UnsafeRawBufferPointer(start: nil, count: 0)
    deadline = nil
    hasFollowers = false
    metadata = Metadata()
    ticket = 0
  }

  /// Makes this instance stand for the next call.
  package func begin(
    method: MethodDescriptor,
    ticket: UInt64,
    payload: UnsafeRawBufferPointer,
    metadata: Metadata,
    deadline: Deadline?,
    hasFollowers: Bool
  ) {
    self.method = method
    self.ticket = ticket
    self.payload = payload
    self.metadata = metadata
    self.deadline = deadline
    self.hasFollowers = hasFollowers
    progress = nil
  }

  /// A handle to answer with after the handler has returned ``HandlerOutcome/later``, from any thread. Taken
  /// once a call.
  public func later() -> PendingReply {
    precondition(progress == nil, "a call is answered once")
    let progress = CallProgress()
    self.progress = progress
    return PendingReply(sink: sink, ticket: ticket, progress: progress)
  }

  /// For the transport, of a call that is answered later: how far it has come.
  package var heldProgress: CallProgress {
    // The handler said `later` and holds no handle: it would never answer.
    guard let progress else { preconditionFailure("\(method) answers later and cannot") }
    return progress
  }
}

/// What a handler did with its call.
public enum HandlerOutcome {
  /// The reply message. The bytes need to stay valid until the handler's caller has copied them: those of the
  /// call's arena do.
  case reply(UnsafeRawBufferPointer)
  case failure(RPCError)
  /// The call's ``ServerCall/later()`` handle answers.
  case later
}

/// The right, and the duty, to answer one call: exactly once, from any thread.
public struct PendingReply: Sendable {
  /// Whether the work has begun, and whether the caller still waits.
  package let progress: CallProgress
  private let sink: any ReplySink
  private let ticket: UInt64

  package init(sink: any ReplySink, ticket: UInt64, progress: CallProgress) {
    self.sink = sink
    self.ticket = ticket
    self.progress = progress
  }

  /// Answers with the reply message's bytes or with an error. An answer to a call whose connection has gone,
  /// or whose deadline was already told, goes nowhere.
  public func finish(_ result: Result<[UInt8], RPCError>) {
    sink.finish(ticket: ticket, with: result)
  }
}

/// Where late answers go: a transport's connection. Called from any thread.
package protocol ReplySink: AnyObject, Sendable {
  func finish(ticket: UInt64, with result: Result<[UInt8], RPCError>)
}
