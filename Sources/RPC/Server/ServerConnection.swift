/// What the service keeps about a connection from one call to the next.
///
/// It belongs to the worker that runs the connection's calls and is used on that worker only: its calls hand
/// it out while their handlers run.
public final class ServerConnection {
  public let peer: Peer

  /// The service's own note on the connection, such as the caller it last identified.
  public var attachment: AnyObject?

  /// Whether a caller has shown valid credentials on this connection: set by the service, and never taken
  /// back. A transport that runs short of memory or time gives up the connections without it first.
  public var isAuthenticated = false

  public init(peer: Peer) {
    self.peer = peer
  }
}
