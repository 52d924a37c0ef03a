import CEpoll
import CTTRPCProto
import Glibc
import ProtobufC
import Synchronization

/// A minimal server: one thread around epoll that answers every frame with the same reply, without decoding
/// or look-up. No server on this machine and kernel can be faster with the same client.
final class EchoServer: Sendable {
  /// The port on the loopback address.
  let port: Int

  private let listener: Int32
  private let poll: Int32
  private let reply: [UInt8]
  private let core: Int?
  private let thread: Mutex<pthread_t?>

  /// - Parameters:
  ///   - reply: the reply message of every call.
  ///   - core: the CPU to run on; nil for any.
  init(reply: [UInt8], core: Int?) throws {
    self.reply = try EchoServer.frameBody(reply)
    listener = try checked(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    try withUnsafeMutablePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        _ = try checked(bind(listener, address, length))
        _ = try checked(getsockname(listener, address, &length))
      }
    }
    _ = try checked(listen(listener, 1_024))
    port = Int(UInt16(bigEndian: address.sin_port))
    poll = try checked(epoll_create1(0))
    thread = Mutex(nil)
    self.core = core
    try watch(listener)
    start()
  }

  /// The CPU time the thread has used.
  func usage() throws -> ProcessUsage {
    var clock = clockid_t()
    var time = timespec()
    guard let thread = thread.withLock({ $0 }), pthread_getcpuclockid(thread, &clock) == 0 else {
      throw SystemCallFailure(errno: ESRCH)
    }
    _ = try checked(clock_gettime(clock, &time))
    return ProcessUsage(cpuNanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
  }

  /// The thread runs until the process ends, so it retains the server.
  private func start() {
    var id = pthread_t()
    let server = Unmanaged.passRetained(self).toOpaque()
    pthread_create(
      &id,
      nil,
      { server in
        server.map { Unmanaged<EchoServer>.fromOpaque($0).takeUnretainedValue().serve() }
        return nil
      },
      server
    )
    thread.withLock { $0 = id }
  }
}

// MARK: - Serving

extension EchoServer {
  private static let headerBytes = 10
  private static let responseType: UInt8 = 2

  private func serve() {
    if let core { _ = roster_run_on_cpu(Int32(core)) }
    var events = [epoll_event](repeating: epoll_event(), count: 256)
    var unread: [Int32: [UInt8]] = [:]
    var input = [UInt8](repeating: 0, count: 256 << 10)
    var output: [UInt8] = []
    while true {
      let count = epoll_wait(poll, &events, Int32(events.count), -1)
      guard count > 0 else {
        if errno == EINTR { continue }
        return
      }
      for event in events[..<Int(count)] {
        let descriptor = event.data.fd
        guard descriptor != listener else {
          accept()
          continue
        }
        let kept = unread[descriptor] ?? []
        input.replaceSubrange(0..<kept.count, with: kept)
        let received = input.withUnsafeMutableBytes { bytes in
          recv(descriptor, bytes.baseAddress! + kept.count, bytes.count - kept.count, Int32(MSG_DONTWAIT))
        }
        guard received > 0 else {
          if received < 0, errno == EAGAIN { continue }
          unread[descriptor] = nil
          close(descriptor)
          continue
        }
        let end = kept.count + received
        let taken = answer(input[..<end], into: &output)
        unread[descriptor] = taken < end ? Array(input[taken..<end]) : nil
        // Replies are short and the client always reads, so a blocking send does not wait long.
        _ = send(descriptor, output, output.count, Int32(MSG_NOSIGNAL))
        output.removeAll(keepingCapacity: true)
      }
    }
  }

  private func accept() {
    let descriptor = Glibc.accept(listener, nil, nil)
    guard descriptor >= 0 else { return }
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    do { try watch(descriptor) } catch { close(descriptor) }
  }

  /// Appends a reply for each complete frame; returns the number of bytes consumed.
  private func answer(_ input: ArraySlice<UInt8>, into output: inout [UInt8]) -> Int {
    var position = 0
    input.withUnsafeBytes { bytes in
      while bytes.count - position >= Self.headerBytes {
        let length = Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
        guard bytes.count - position >= Self.headerBytes + length else { break }
        withUnsafeBytes(of: UInt32(reply.count).bigEndian) { output.append(contentsOf: $0) }
        output.append(contentsOf: bytes[position + 4..<position + 8])
        output.append(Self.responseType)
        output.append(0)
        output.append(contentsOf: reply)
        position += Self.headerBytes + length
      }
    }
    return position
  }

  private func watch(_ descriptor: Int32) throws {
    var event = epoll_event()
    event.events = EPOLLIN.rawValue
    event.data.fd = descriptor
    _ = try checked(epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event))
  }

  /// A successful ttrpc Response with this payload.
  private static func frameBody(_ payload: [UInt8]) throws -> [UInt8] {
    let arena = Arena()
    var response = Ttrpc__Response()
    ttrpc__response__init(&response)
    response.payload = try arena.bytes(payload)
    return Array(try arena.pack(&response))
  }
}

/// A failed system call, with the system's message.
struct SystemCallFailure: Error, CustomStringConvertible {
  let errno: Int32
  var description: String { String(cString: strerror(errno)) }
}

private func checked(_ result: Int32) throws -> Int32 {
  guard result >= 0 else { throw SystemCallFailure(errno: errno) }
  return result
}
