/// What every transport answers of its own accord, whatever the method.
extension RPCError {
  /// The text is that of containerd/ttrpc 1.2.
  package static func unknownService(_ service: String, domain: String) -> RPCError {
    transport(.unimplemented, "SERVICE_UNKNOWN", "service \(service)", ["service": service], domain: domain)
  }

  /// The text is that of containerd/ttrpc 1.2.
  package static func unknownMethod(_ method: String, of service: String, domain: String) -> RPCError {
    let facts = ["service": service, "method": method]
    return transport(.unimplemented, "METHOD_UNKNOWN", "method \(method)", facts, domain: domain)
  }

  package static func metadataTooLarge(_ message: String, domain: String) -> RPCError {
    transport(.resourceExhausted, "METADATA_TOO_LARGE", message, domain: domain)
  }

  /// The call has ended by its deadline, or by the server's maximum, and nothing was changed.
  package static func deadlineExceeded(domain: String) -> RPCError {
    let message = "The call's deadline passed. Nothing was changed."
    return transport(.deadlineExceeded, "DEADLINE_EXCEEDED", message, domain: domain)
  }

  /// The call has ended by its deadline while its change was being made.
  package static func outcomeUnknown(domain: String) -> RPCError {
    let message =
      "The call's deadline passed during the change: it may or may not have been made. "
      + "Repeat it with the same request-id."
    return transport(.unknown, outcomeUnknownReason, message, domain: domain)
  }

  package static func transport(
    _ code: Code,
    _ reason: String,
    _ message: String,
    _ facts: [String: String] = [:],
    domain: String
  ) -> RPCError {
    let info = ErrorInfo(reason: reason, domain: domain, metadata: facts)
    return RPCError(code, message, details: [.errorInfo(info)])
  }
}
