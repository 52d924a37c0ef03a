import Transport

extension Endpoint {
  /// The address of the server that `make run` starts.
  public static let local = Endpoint.tcp(host: "127.0.0.1", port: 7466)
}
