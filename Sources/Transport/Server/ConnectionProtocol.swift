import NIOCore
import RPC

/// What a server speaks on its connections, such as ttrpc. A target with a protocol has a static method here
/// that makes its own.
public struct ConnectionProtocol: Sendable {
  /// Adds to a new connection's pipeline what speaks the protocol, and counts it in with ``ServerLoop``.
  /// Called on the connection's event loop; an error closes the connection.
  package let open: @Sendable (_ channel: any NIOCore.Channel, _ loop: ServerLoop) throws -> Void

  package init(open: @escaping @Sendable (any NIOCore.Channel, ServerLoop) throws -> Void) {
    self.open = open
  }
}

/// A connection as its server sees it, whatever protocol it speaks. Used on its event loop only.
package protocol ServedConnection: AnyObject, Sendable {
  /// Nil when it has closed.
  var closeFuture: EventLoopFuture<Void>? { get }

  /// Goes on with what the last turn had no room for.
  func takeTurn()

  /// Refuses new calls and closes when those in flight are answered.
  func drain()

  /// Refuses the calls whose work has not begun: the time to stop is over.
  func refuseWaiting()

  /// Closes at once, unless it is closing already.
  ///
  /// - Parameter bytes: what it held when all connections together held too much.
  func evict(bytes: Int)

  /// Closes at once.
  func close()
}
