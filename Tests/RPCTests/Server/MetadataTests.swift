import ProtobufC
import RPC
import Testing

@Suite("Metadata")
struct MetadataTests {
  /// What a handler sees under a key.
  private func value(_ key: StaticString, _ pairs: [(key: String, value: String)]) async throws -> String? {
    let channel = Echo.channel(Echo.text { call in call.metadata[key].map { "=\($0)" } ?? "none" })
    let text = try await channel.text(CallOptions(timeout: nil, metadata: pairs))
    return text == "none" ? nil : String(text.dropFirst())
  }

  @Test("has the first value under a key")
  func first() async throws {
    let pairs = [
      (key: "a", value: "1"), (key: "b", value: "2"), (key: "a", value: "3"), (key: "c", value: ""),
    ]
    #expect(try await value("a", pairs) == "1")
    #expect(try await value("b", pairs) == "2")
    #expect(try await value("c", pairs) == "")
    #expect(try await value("d", pairs) == nil)
    #expect(try await value("", pairs) == nil)
  }

  @Test("compares keys as bytes")
  func keys() async throws {
    for key in ["Key", "key ", "ke", "keyy", ""] {
      #expect(try await value("key", [(key: key, value: "1")]) == nil)
    }
  }

  @Test("keeps text of every script")
  func unicode() async throws {
    #expect(try await value("name", [(key: "name", value: "zoë 李")]) == "zoë 李")
  }

  @Test("has no text where a value is not UTF-8, and its bytes all the same")
  func invalid() throws {
    let arena = Arena()
    let bytes: [UInt8] = [0xff, 0x41]
    let value = try bytes.withUnsafeBytes { buffer in try arena.copy(buffer) }
    let entries = [Metadata.Entry(key: try arena.copy("key"), value: value)]
    entries.withUnsafeBufferPointer { entries in
      let metadata = Metadata(entries)
      #expect(metadata["key"] == nil)
      #expect(metadata.bytes(for: "key").map { Array($0) } == bytes)
      #expect(!metadata.isEmpty)
    }
    #expect(Metadata().isEmpty)
    #expect(Metadata()["key"] == nil)
  }
}
