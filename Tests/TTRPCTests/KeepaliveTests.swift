import Foundation
import NIOCore
import RPC
import Testing

@testable import TTRPC
@testable import Transport

#if canImport(Glibc)
  import Glibc

  @Suite("Peers that vanish")
  struct KeepaliveTests {
    @Test("both ends of a TCP connection probe an idle peer and give up a silent one within two minutes")
    func options() async throws {
      try await withServer { _, endpoint in
        guard case .tcp(_, let port) = endpoint else { return }
        let client = TTRPCClient(target: endpoint)
        _ = try await client.call(Echo.now, payload: [], options: CallOptions(timeout: nil))
        let sockets = Self.connectedSockets(ofPort: UInt16(port))
        #expect(sockets.count == 2)
        for socket in sockets {
          #expect(Self.option(socket, SOL_SOCKET, SO_KEEPALIVE) == 1)
          let idle = Self.option(socket, Int32(IPPROTO_TCP), TCP_KEEPIDLE)
          let interval = Self.option(socket, Int32(IPPROTO_TCP), TCP_KEEPINTVL)
          let probes = Self.option(socket, Int32(IPPROTO_TCP), TCP_KEEPCNT)
          #expect([idle, interval, probes] == [60, 15, 3])
          #expect(idle + interval * probes < 120)
          #expect(Self.option(socket, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT) == 105_000)
        }
        await client.close()
      }
    }

    /// The descriptors of this process that are an end of a connection to a port.
    private static func connectedSockets(ofPort port: UInt16) -> [Int32] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
      return names.compactMap { Int32($0) }.filter { descriptor in
        let ends = [name(descriptor, getsockname), name(descriptor, getpeername)]
        return !ends.contains(nil) && ends.contains(port)
      }
    }

    private typealias Name = (
      Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>
    ) -> Int32

    /// The port at one end; nil for what is no connected IPv4 socket.
    private static func name(_ descriptor: Int32, _ ask: Name) -> UInt16? {
      var bytes = [UInt8](repeating: 0, count: 128)
      var size = socklen_t(bytes.count)
      let result = bytes.withUnsafeMutableBytes { buffer in
        ask(descriptor, buffer.baseAddress!.assumingMemoryBound(to: sockaddr.self), &size)
      }
      guard result == 0, size == 16 else { return nil }
      return UInt16(bytes[2]) << 8 | UInt16(bytes[3])
    }

    private static func option(_ descriptor: Int32, _ level: Int32, _ name: Int32) -> Int32 {
      var value: Int32 = -1
      var size = socklen_t(MemoryLayout<Int32>.size)
      getsockopt(descriptor, level, name, &value, &size)
      return value
    }
  }
#endif
