import ProtobufC
import RPC
import Transport

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
    configuration: ClientConfiguration = ClientConfiguration()
  ) throws(RPCError) {
    let arena = Arena(limit: configuration.connectionLimits.maxArenaBytes)
    let bytes = payload.withUnsafeBytes { payload in
      try? Envelope.encodeRequest(
        method,
        payload: payload,
        timeoutNanoseconds: timeout?.nanoseconds ?? 0,
        metadata: metadata,
        in: arena
      )
    }
    guard let bytes, bytes.count <= configuration.limits.maxFrameBytes else {
      throw ClientError.requestTooLarge(limit: configuration.limits.maxFrameBytes)
    }
    envelope = Array(bytes)
    hasNoSideEffects = method.hasNoSideEffects
  }
}
