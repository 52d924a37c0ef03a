import RPC
import TTRPC
import Transport

/// A server, and the token to call it with.
struct ServerTarget: Sendable {
  let endpoint: Endpoint
  let token: String

  var metadata: [(key: String, value: String)] { [("authorization", "Bearer \(token)")] }

  /// Options for calls that are not measured.
  var callOptions: CallOptions { CallOptions(timeout: .seconds(60), metadata: metadata) }
}
