/// What a handler did with its call.
public enum HandlerOutcome {
  /// The reply message. The bytes need to stay valid until the handler's caller has copied them: those of the
  /// call's arena do.
  case reply(UnsafeRawBufferPointer)
  case failure(RPCError)
  /// ``Call/finish(_:)`` answers.
  case later
}
