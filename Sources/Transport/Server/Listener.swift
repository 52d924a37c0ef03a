import NIOCore
import NIOPosix
import RPC

#if canImport(Glibc)
  import Glibc
  private let streamSocket = Int32(SOCK_STREAM.rawValue)
#else
  import Darwin
  private let streamSocket = SOCK_STREAM
#endif

/// A socket that accepts connections.
struct Listener: Sendable {
  /// Where it listens, with the port it took.
  let endpoint: Endpoint

  private let channel: any NIOCore.Channel
  private let socketFile: SocketFile?

  init(_ endpoint: Endpoint, _ bootstrap: ServerBootstrap, socketMode: UInt32) async throws(RPCError) {
    do {
      switch endpoint {
      case .tcp(let host, let port):
        channel = try await bootstrap.bind(host: host, port: port).get()
        socketFile = nil
        self.endpoint = .tcp(host: host, port: channel.localAddress?.port ?? port)
      case .unix(let path):
        try SocketFile.removeStale(at: path)
        channel = try await bootstrap.bind(unixDomainSocketPath: path).get()
        socketFile = SocketFile(at: path)
        self.endpoint = endpoint
        guard chmod(path, mode_t(socketMode)) == 0 else {
          await close()
          throw IOError(errnoCode: errno, reason: "chmod")
        }
      }
    } catch let error as RPCError {
      throw error
    } catch {
      throw RPCError(
        .failedPrecondition,
        "Cannot listen on \(endpoint): \(explanation(of: error))",
        cause: error
      )
    }
  }

  /// Stops accepting, and removes the socket's file where it is still this listener's.
  func close() async {
    try? await channel.close()
    socketFile?.remove()
  }
}

/// The file of a Unix socket, known again by its inode.
private struct SocketFile: Sendable {
  let path: String
  let device: dev_t
  let inode: ino_t

  /// Nil where there is no socket.
  init?(at path: String) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
    self.path = path
    device = status.st_dev
    inode = status.st_ino
  }

  func remove() {
    guard let present = SocketFile(at: path), present.device == device, present.inode == inode else { return }
    unlink(path)
  }

  /// Removes a socket that a server left behind when it was killed. One that a server answers on stays, and
  /// so does anything that is no socket: binding then fails.
  static func removeStale(at path: String) throws {
    guard let file = SocketFile(at: path) else { return }
    let probe = socket(AF_UNIX, streamSocket, 0)
    guard probe >= 0 else { throw IOError(errnoCode: errno, reason: "socket") }
    defer { close(probe) }
    let address = try SocketAddress(unixDomainSocketPath: path)
    let result = address.withSockAddr { pointer, length in connect(probe, pointer, socklen_t(length)) }
    if result == 0 {
      throw RPCError(
        .failedPrecondition,
        "Cannot listen on unix:\(path): another server is listening there. Stop it, or choose another path."
      )
    }
    if errno == ECONNREFUSED { file.remove() }
  }
}
