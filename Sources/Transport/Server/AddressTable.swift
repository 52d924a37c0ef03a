import NIOCore
import Synchronization

/// How many connections each remote address has.
final class AddressTable: Sendable {
  private let counts = Mutex<[PeerAddress: Int]>([:])

  /// Counts a connection in, unless its address has `limit` already.
  func admit(_ address: PeerAddress, limit: Int) -> Bool {
    counts.withLock { counts in
      let count = counts[address, default: 0]
      guard count < limit else { return false }
      counts[address] = count + 1
      return true
    }
  }

  func remove(_ address: PeerAddress) {
    counts.withLock { counts in
      guard let count = counts[address] else { return }
      counts[address] = count > 1 ? count - 1 : nil
    }
  }
}

/// What a limit per address applies to: an IPv4 address, or the /64 network of an IPv6 address, which is the
/// least that one site is given (RFC 6177).
struct PeerAddress: Hashable, Sendable {
  private let bytes: [UInt8]

  /// Nil for a Unix socket.
  init?(_ address: SocketAddress) {
    let structure = address.withSockAddr { pointer, size in
      Array(UnsafeRawBufferPointer(start: pointer, count: size))
    }
    switch address {
    case .v4:
      // sockaddr_in: family 2 bytes, port 2, address 4.
      bytes = Array(structure[4..<8])
    case .v6:
      // sockaddr_in6: family 2 bytes, port 2, flow 4, address 16.
      let all = Array(structure[8..<24])
      // An IPv4 address as a socket for both families shows it (RFC 4291, section 2.5.5.2).
      let isMapped = all.starts(with: Array(repeating: 0, count: 10) + [0xff, 0xff])
      bytes = Array(isMapped ? all[12...] : all[..<8])
    case .unixDomainSocket:
      return nil
    }
  }
}
