import TTRPC

extension Endpoint {
  /// Where `make run` lets the server listen.
  public static let local = Endpoint.tcp(host: "127.0.0.1", port: 7466)
}
