import RPC

/// How a server serves, whatever protocol it speaks.
public struct ServerConfiguration: Sendable {
  public var limits = ConnectionLimits()

  /// The `domain` of the ErrorInfo in errors that the server itself gives, before a method runs.
  public var errorDomain = "rpc"

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
