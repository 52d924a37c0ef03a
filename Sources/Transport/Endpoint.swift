import NIOCore

/// Where a server listens, or a client finds it.
public enum Endpoint: Sendable, Hashable {
  /// A host name or address, and a port. Listening on port 0 takes a free one.
  case tcp(host: String, port: Int)
  /// The path of a Unix socket.
  case unix(path: String)
}

extension Endpoint: LosslessStringConvertible {
  /// As people write it: `HOST:PORT`, `[::1]:PORT` or `unix:PATH`.
  public init?(_ text: String) {
    if text.hasPrefix("unix:") {
      let path = text.dropFirst("unix:".count)
      guard !path.isEmpty else { return nil }
      self = .unix(path: String(path))
      return
    }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      return nil
    }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty else { return nil }
    self = .tcp(host: String(host), port: Int(port))
  }

  public var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}

extension SocketAddress {
  /// The address for logs: `127.0.0.1:40312`, `[::1]:40312`, or `unix`.
  package var peerDescription: String {
    guard let ipAddress, let port else { return "unix" }
    return Endpoint.tcp(host: ipAddress, port: port).description
  }
}
