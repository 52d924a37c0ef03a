import ProtobufC
import RPC
import TTRPC

extension PreparedRequest {
  /// - Throws: `RESOURCE_EXHAUSTED` if it is larger than a frame.
  init(
    _ method: MethodDescriptor,
    _ message: some Message,
    metadata: [(key: String, value: String)]
  ) throws(RPCError) {
    guard let payload = try? message.serializedBytes() else {
      throw RPCError(.resourceExhausted, "The request to \(method) is larger than a message may be.")
    }
    try self.init(method, payload: payload, metadata: metadata)
  }
}
