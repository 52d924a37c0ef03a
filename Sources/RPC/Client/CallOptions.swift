/// How a call should be made.
public struct CallOptions: Sendable {
  /// How long to wait for the reply, connecting and trying again included; nil waits for ever.
  public var timeout: Duration?

  /// Pairs to send with the request. Keys are lower case.
  public var metadata: [(key: String, value: String)]

  /// Whether the server does the call once however often it is sent, as a change with a request id in its
  /// metadata. The channel may then send it again where it cannot tell what became of it.
  public var isRepeatable: Bool

  public init(
    timeout: Duration? = .seconds(10),
    metadata: [(key: String, value: String)] = [],
    isRepeatable: Bool = false
  ) {
    self.timeout = timeout
    self.metadata = metadata
    self.isRepeatable = isRepeatable
  }
}
