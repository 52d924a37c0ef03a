import NIOCore
import NIOEmbedded
import RPC
import TestSupport
import Testing

@testable import TTRPC
@testable import Transport

@Suite("Any bytes at all")
struct FuzzTests {
  private func randomFrame(_ random: inout SplitMix64) -> ByteBuffer {
    let stream = UInt32.random(in: 0...40, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return Frames.request(stream, [Echo.now, Echo.later, Echo.token].randomElement(using: &random)!)
    case 1:
      var bytes = Array(Frames.request(stream, payload: [1, 2, 3], metadata: [("k", "v")]).readableBytesView)
      for _ in 0..<3 {
        bytes[.random(in: 10..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
      }
      return ByteBuffer(bytes: bytes)
    case 2: return Frames.frame(stream, .data, FrameFlags(rawValue: .random(in: 0...7, using: &random)), [1])
    default:
      let count = Int.random(in: 0...64, using: &random)
      let body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let type = FrameType(rawValue: .random(in: 0...6, using: &random))
      return Frames.frame(stream, type, FrameFlags(rawValue: .random(in: 0...255, using: &random)), body)
    }
  }

  @Test(
    "random frames in random pieces never end the service of good ones",
    arguments: 1...60 as ClosedRange<UInt64>
  )
  func frames(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let held = HeldCalls()
    let server = try EmbeddedServer(Echo.router(held))
    var bytes = (0..<50).map { _ in randomFrame(&random) }.joined
    while bytes.readableBytes > 0 {
      let count = min(bytes.readableBytes, Int.random(in: 1...200, using: &random))
      try server.receive(bytes.readSlice(length: count)!)
    }
    held.finish()
    server.loop.run()
    _ = try server.sent()
    #expect(server.counters.snapshot.callsInFlight == 0)
    #expect(try server.exchange(Frames.request(99, payload: [9])) == [Answer(stream: 99, payload: [9])])
  }

  @Test(
    "random bytes are survived, and the server serves the next connection",
    arguments: 1...20 as ClosedRange<UInt64>
  )
  func bytes(seed: UInt64) async throws {
    try await withServer { server, endpoint in
      var random = SplitMix64(seed: seed)
      let peer = try await RawClient(endpoint)
      for _ in 0..<20 {
        var bytes = (0..<100).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes[0] = 0
        peer.sendUnread(ByteBuffer(bytes: bytes))
      }
      // What is not ttrpc ends the connection, whatever the bytes before it were taken for.
      peer.sendUnread(ByteBuffer(repeating: 0xff, count: 1 << 24))
      try await peer.waitUntilClosed()
      let next = try await RawClient(endpoint)
      try await next.send(Frames.request(1, payload: [1]))
      #expect(try await next.answers(1) == [Answer(stream: 1, payload: [1])])
    }
  }
}
