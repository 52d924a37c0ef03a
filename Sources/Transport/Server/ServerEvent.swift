/// What a server tells of its own accord, for the operator.
public enum ServerEvent: Sendable, Hashable {
  /// The system has no file descriptor or memory for another connection: none is accepted for a while. Told
  /// once, until ``acceptResumed``.
  case acceptPaused(cause: String)
  case acceptResumed
  /// A connection was closed as it came in: there are as many as the limit allows.
  case connectionLimitReached(peer: String, limit: Int)
  /// A connection was closed as it came in: its address has as many as the limit allows.
  case addressLimitReached(peer: String, limit: Int)
  /// A connection was closed because all of them together held too much memory.
  case connectionEvicted(peer: String, bytes: Int)
  /// A connection was closed because so many of its calls in a row were refused.
  case refusalLimitReached(peer: String, limit: Int)
}
