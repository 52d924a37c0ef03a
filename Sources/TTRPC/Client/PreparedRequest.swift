import ProtobufC
import RPC

/// A request encoded once, to be sent any number of times: what a load generator sends.
package struct PreparedRequest: Sendable {
  let envelope: [UInt8]
  let hasNoSideEffects: Bool

  /// - Throws: `RESOURCE_EXHAUSTED` where it is longer than a frame.
  package init(
    _ method: MethodDescriptor,
    payload: [UInt8],
    timeout: Duration? = nil,
    metadata: [(key: String, value: String)] = [],
    limits: Limits = Limits()
  ) throws(RPCError) {
    let arena = Arena(limit: limits.maxArenaBytes)
    let bytes = payload.withUnsafeBytes { payload in
      try? Envelope.encodeRequest(
        method,
        payload: payload,
        timeoutNanoseconds: timeout?.nanoseconds ?? 0,
        metadata: metadata,
        in: arena
      )
    }
    guard let bytes, bytes.count <= limits.maxFrameBytes else {
      throw ClientError.requestTooLarge(limit: limits.maxFrameBytes)
    }
    envelope = Array(bytes)
    hasNoSideEffects = method.hasNoSideEffects
  }
}
