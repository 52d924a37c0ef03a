/// The peer at the other end of a connection, and what the service keeps about it.
///
/// It belongs to the worker (event loop) that runs the connection's calls and is used on that worker only.
public final class ServerConnection {
  /// Where the peer is: `127.0.0.1:40312`, or `unix` for a Unix socket. For logs and events.
  public let peer: String

  /// The index, from 0, of the worker that runs this connection's calls. A handler may keep state a worker
  /// and use it without locks.
  public let worker: Int

  /// The service's own note on the connection, such as the caller it last identified.
  public var attachment: AnyObject?

  /// Whether a caller has shown valid credentials on this connection: set by the service, and never taken
  /// back. A transport that runs short of memory or time gives up the connections without it first.
  public var isAuthenticated = false

  public init(peer: String, worker: Int) {
    self.peer = peer
    self.worker = worker
  }
}
