import RPC

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Gives every change a request id, which makes it safe to retry: it is made only once.
///
/// The underlying channel retries it under the same id until the deadline. If the outcome stays unknown, the
/// error contains the id (``RPCError/requestID``), so that the caller can retry.
struct RepeatableChannel: Channel {
  static let key = "request-id"

  let channel: any Channel
  var makeID: @Sendable () -> String = { UUID().uuidString.lowercased() }

  func call(
    _ method: MethodDescriptor,
    payload: [UInt8],
    options: CallOptions
  ) async throws(RPCError) -> [UInt8] {
    guard !method.hasNoSideEffects else {
      return try await channel.call(method, payload: payload, options: options)
    }
    var options = options
    options.isRepeatable = true
    let id: String
    if let given = options.metadata.first(where: { $0.key == Self.key }) {
      id = given.value
    } else {
      id = makeID()
      options.metadata.append((key: Self.key, value: id))
    }
    do throws(RPCError) {
      return try await channel.call(method, payload: payload, options: options)
    } catch {
      throw error.isOutcomeUnknown ? error.naming(requestID: id) : error
    }
  }

  /// As it is: a stream is not repeated.
  func stream(
    _ method: MethodDescriptor,
    payload: [UInt8],
    options: CallOptions
  ) async throws(RPCError) -> ClientStream {
    try await channel.stream(method, payload: payload, options: options)
  }
}

extension RPCError {
  private static let requestIDKey = "request_id"

  /// If the outcome of a change is unknown (``isOutcomeUnknown``): the id to retry it under, with
  /// ``RosterClient/with(requestID:)``. The change is made at most once, and the retry returns its result.
  public var requestID: String? {
    isOutcomeUnknown ? info?.metadata[Self.requestIDKey] : nil
  }

  fileprivate func naming(requestID: String) -> RPCError {
    var error = self
    for case (let index, .errorInfo(var info)) in details.enumerated() {
      info.metadata[Self.requestIDKey] = requestID
      error.details[index] = .errorInfo(info)
    }
    return error
  }
}
