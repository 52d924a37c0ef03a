/// How a server serves.
public struct ServerConfiguration: Sendable {
  /// Event loops, and so threads, that serve connections.
  public var loops = 1

  public var limits = Limits()

  /// The `domain` of the ErrorInfo in errors that this layer itself gives.
  public var errorDomain = "ttrpc"

  /// The permissions of a Unix socket's file.
  public var unixSocketMode: UInt32 = 0o660

  /// Connections that may wait for the server to accept them.
  public var backlog: Int32 = 1_024

  /// Called on the worker after the calls that arrived together have run: the place to end what they shared.
  public var batchEnded: (@Sendable (_ worker: Int) -> Void)?

  /// Told what the server's log should say. Called on event loops: it must not wait.
  public var report: (@Sendable (ServerEvent) -> Void)?

  public init() {}
}
