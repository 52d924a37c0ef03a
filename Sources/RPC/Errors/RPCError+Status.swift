import ProtobufC

extension RPCError {
  /// The error as `google.rpc.Status`, which is how it travels. Its cause stays behind.
  package func status(in arena: Arena) throws(ArenaExhausted) -> Status {
    var anys: [ProtoAny] = []
    for detail in details { anys.append(try detail.any(in: arena)) }
    return Status(code: code.rawValue, message: message, details: anys)
  }

  /// The error that a peer sent, or nil where the status says OK.
  package init?(_ status: Status, in arena: Arena) {
    guard status.code != Code.ok.rawValue else { return nil }
    self.init(
      Code(rawValue: status.code),
      status.message,
      details: status.details.map { ErrorDetail($0, in: arena) }
    )
  }
}
