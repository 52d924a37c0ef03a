import Glibc
import TestSupport
import Transport

/// A blocking socket to the server, on which a test may say anything.
final class RawConnection {
  /// Far beyond what any answer takes: it is there so that a server that does not answer fails a test rather
  /// than hanging it.
  static let patienceSeconds = 120

  /// The token that calls are made with, unless they name another.
  let token: String
  /// What the next call opens its stream with.
  var nextStream: UInt32 = 1

  let descriptor: Int32

  init(to endpoint: Endpoint, token: String = "") throws {
    self.token = token
    switch endpoint {
    case .tcp(let host, let port): descriptor = try Self.open(host: host, port: port)
    case .unix(let path): descriptor = try Self.open(path: path)
    }
    var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
  }

  deinit {
    close(descriptor)
  }

  // MARK: Bytes

  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        // No SIGPIPE: it would end the tests rather than fail one.
        Glibc.send(descriptor, buffer.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemError("send", errno) }
      sent += count
    }
  }

  /// Says that nothing more is going to come, and still listens.
  func finishSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Exactly so many bytes; fewer where the server closed the connection before.
  func receive(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(count, 65_536))
    while bytes.count < count {
      let received = recv(descriptor, &chunk, min(chunk.count, count - bytes.count), 0)
      if received < 0, errno == EINTR { continue }
      // A reset ends a connection as a close does; what the server threw away unread makes the difference.
      if received == 0 || (received < 0 && errno == ECONNRESET) { break }
      guard received > 0 else { throw SystemError("recv", errno) }
      bytes += chunk[..<received]
    }
    return bytes
  }

  /// The next frame; nil at the end of the connection.
  func receiveFrame() throws -> RawFrame? {
    let header = try receive(10)
    guard header.count == 10 else { return nil }
    let body = try receive(Int(Self.number(header[0..<4])))
    return RawFrame(stream: Self.number(header[4..<8]), type: header[8], flags: header[9], body: body)
  }

  /// Whether the server has closed the connection without another word.
  func isClosed() throws -> Bool {
    try receive(1).isEmpty
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }

  // MARK: Connecting

  private static func open(host: String, port: Int) throws -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
      throw SystemError("inet_pton \(host)", EINVAL)
    }
    return try connect(AF_INET, &address)
  }

  private static func open(path: String) throws -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw SystemError("connect \(path)", ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return try connect(AF_UNIX, &address)
  }

  private static func connect<Address>(_ family: Int32, _ address: inout Address) throws -> Int32 {
    // Close-on-exec: a program that another test starts meanwhile must not keep this connection open.
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, type, 0)
    guard descriptor >= 0 else { throw SystemError("socket", errno) }
    let result = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
    guard result == 0 else {
      let error = errno
      close(descriptor)
      throw SystemError("connect", error)
    }
    return descriptor
  }
}
