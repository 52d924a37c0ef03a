/// Who is at the other end of a connection, as far as the transport can tell.
public struct Peer: Sendable, Hashable {
  /// `127.0.0.1:40312`, `[::1]:40312`, `unix` for a Unix socket, or another name that the transport gives.
  public let address: String

  public init(address: String) {
    self.address = address
  }

  /// The address without its port.
  public var host: String {
    guard let colon = address.lastIndex(of: ":") else { return address }
    let host = address[..<colon]
    return String(host.hasPrefix("[") ? host.dropFirst().dropLast() : host)
  }
}

extension Peer: CustomStringConvertible {
  public var description: String { address }
}
