import NIOCore
import RPC
import Testing

@testable import TTRPC
@testable import Transport

@Suite("What a request's envelope may hold")
struct RequestScanTests {
  private func answer(_ body: [UInt8]) throws -> Answer? {
    try EmbeddedServer().exchange(Frames.frame(1, .request, body)).first
  }

  @Test("64 pairs of metadata are served, and one more is refused by the limit's name")
  func entries() throws {
    let pairs = (0..<65).map { (key: "k\($0)", value: "v") }
    let server = try EmbeddedServer()
    #expect(try server.exchange(Frames.request(1, metadata: Array(pairs.dropLast()))).first?.code == .ok)
    let refused = try #require(try server.exchange(Frames.request(3, metadata: pairs)).first)
    #expect(refused.code == .resourceExhausted)
    #expect(refused.reason == "METADATA_TOO_LARGE")
    #expect(refused.message == "more than 64 pairs of metadata: send fewer")
  }

  @Test(
    "a flood of pairs or of unknown fields is refused by its number, before any memory is taken for it",
    arguments: [
      (0x2a, "more than 64 pairs of metadata: send fewer"),
      (0x7a, "the request's envelope has more than 128 fields: send fewer"),
    ] as [(UInt8, String)]
  )
  func flood(tag: UInt8, message: String) throws {
    var configuration = ServerConfiguration()
    // Decoding them would take more, and fail by that.
    configuration.limits.maxArenaBytes = 16 << 10
    let body = Array(repeatElement([tag, 0], count: 50_000).joined())
    let server = try EmbeddedServer(Echo.router(), configuration)
    let answer = try #require(try server.exchange(Frames.frame(1, .request, body)).first)
    #expect(answer.code == .resourceExhausted)
    #expect(answer.message == message)
  }

  @Test("a pair that is large with what is neither key nor value is refused as large metadata")
  func pairOfUnknownFields() throws {
    let inner = Array(repeatElement([0x1a, 0] as [UInt8], count: 5_000).joined())
    let answer = try answer([0x2a, 0x90, 0x4e] + inner)
    #expect(answer?.reason == "METADATA_TOO_LARGE")
  }

  @Test(
    "bytes that end early or make no sense are left to the decoder",
    arguments: [[0x2a], [0x2a, 5, 1], [0x09, 1], [0x20], [0x0b], [0xff, 0xff]] as [[UInt8]]
  )
  func malformed(body: [UInt8]) throws {
    #expect(try answer(body)?.reason == "MALFORMED_MESSAGE")
  }
}
