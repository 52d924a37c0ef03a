import RPC
import RosterProto

extension RPCError {
  /// Too many of something: the caller is told when to try again.
  static func rateLimited(
    _ message: String,
    _ metadata: [String: String] = [:],
    until end: Time,
    now: Time
  ) -> RPCError {
    var error = RPCError(.rateLimited, message, metadata)
    let (seconds, rest) = (end.microseconds - now.microseconds).quotientAndRemainder(dividingBy: 1_000_000)
    let delay = ProtoDuration(seconds: seconds, nanos: Int32(rest) * 1_000)
    error.details.append(.retryInfo(RetryInfo(retryDelay: delay)))
    return error
  }
}
