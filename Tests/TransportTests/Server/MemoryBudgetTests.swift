import NIOCore
import NIOEmbedded
import Testing

@testable import Transport

@Suite("What all connections of a server hold")
struct MemoryBudgetTests {
  private func loop() -> EmbeddedLoop {
    var configuration = ServerConfiguration()
    configuration.limits.maxHeldBytes = 800
    return EmbeddedLoop(configuration)
  }

  @Test("past the limit, the largest without authentication are closed until an eighth is free")
  func evicts() throws {
    let loop = loop()
    let connections = try (0..<4).map { _ in try loop.connect() }
    for (index, bytes) in [100, 300, 200].enumerated() {
      #expect(!connections[index].connection.hold(bytes))
    }
    #expect(!connections[3].connection.hold(250), "there is room again at once")
    loop.eventLoop.run()
    #expect(connections.map(\.connection.events) == [[], ["evict 300", "close"], [], []])
    for (_, channel) in connections { _ = try channel.finish(acceptAlreadyClosed: true) }
  }

  @Test("those with authentication stay, and are told to hold less")
  func spares() throws {
    let loop = loop()
    let (one, channel) = try loop.connect()
    #expect(one.hold(900, isProtected: true))
    loop.eventLoop.run()
    #expect(one.events.isEmpty)
    #expect(!one.hold(800, isProtected: true))
    _ = try channel.finish()
  }

  @Test("what a connection held is free when it has closed")
  func closes() throws {
    let loop = loop()
    let (one, channel) = try loop.connect()
    let (other, otherChannel) = try loop.connect()
    #expect(!one.hold(800, isProtected: true))
    #expect(other.hold(1, isProtected: true))
    _ = try channel.finish()
    #expect(!other.hold(800, isProtected: true))
    _ = try otherChannel.finish()
  }
}
