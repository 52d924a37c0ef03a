import Logging
import Transport

extension Logger {
  /// Logs an event of the transport.
  func report(_ event: ServerEvent) {
    switch event {
    case .acceptPaused(let cause):
      warning("no connections are accepted for a while", metadata: ["cause": "\(cause)"])
    case .acceptResumed:
      notice("connections are accepted again")
    case .connectionLimitReached(let peer, let limit):
      warning(
        "a connection was refused: there are too many",
        metadata: ["peer": "\(peer)", "limit": "\(limit)"]
      )
    case .addressLimitReached(let peer, let limit):
      warning(
        "a connection was refused: its address has too many",
        metadata: ["peer": "\(peer)", "limit": "\(limit)"]
      )
    case .connectionEvicted(let peer, let bytes):
      warning(
        "a connection was closed: all together held too much memory",
        metadata: ["peer": "\(peer)", "bytes": "\(bytes)"]
      )
    case .refusalLimitReached(let peer, let limit):
      warning(
        "a connection was closed: too many of its calls were refused",
        metadata: ["peer": "\(peer)", "limit": "\(limit)"]
      )
    }
  }
}
