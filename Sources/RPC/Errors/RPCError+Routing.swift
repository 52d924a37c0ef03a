/// What every transport answers to a call that its router does not have, with the texts
/// of containerd/ttrpc 1.2.
extension RPCError {
  package static func unknownService(_ service: String, domain: String) -> RPCError {
    let facts = [ErrorInfo.MetadataEntry(key: "service", value: service)]
    let info = ErrorInfo(reason: "SERVICE_UNKNOWN", domain: domain, metadata: facts)
    return RPCError(.unimplemented, "service \(service)", details: [.errorInfo(info)])
  }

  package static func unknownMethod(_ method: String, of service: String, domain: String) -> RPCError {
    let facts = [("service", service), ("method", method)].map { ErrorInfo.MetadataEntry(key: $0, value: $1) }
    let info = ErrorInfo(reason: "METHOD_UNKNOWN", domain: domain, metadata: facts)
    return RPCError(.unimplemented, "method \(method)", details: [.errorInfo(info)])
  }
}
