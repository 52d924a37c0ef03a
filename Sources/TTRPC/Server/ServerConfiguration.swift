import RPC

/// How a server serves.
public struct ServerConfiguration: Sendable {
  public var limits = Limits()

  /// The `domain` of the ErrorInfo in errors that this layer itself gives.
  public var errorDomain = "ttrpc"

  /// The permissions of a Unix socket's file.
  public var unixSocketMode: UInt32 = 0o660

  /// Connections that may wait for the server to accept them.
  public var backlog: Int32 = 1_024

  /// Told what the server's log should say. Called on event loops: it must not wait.
  public var report: (@Sendable (ServerEvent) -> Void)?

  /// Sees every call, and every frame that was refused.
  package var observer: (any CallObserver)?

  public init() {}
}
