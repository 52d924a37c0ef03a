import NIOCore
import Testing

@testable import Transport

@Suite("Connections of each address")
struct AddressTableTests {
  @Test("an IPv6 network of /64 counts as one address, and an IPv4 address as itself however it is written")
  func addresses() throws {
    let address = { PeerAddress(try SocketAddress(ipAddress: $0, port: 1)) }
    #expect(try address("2001:db8::1") == address("2001:db8::ffff:2"))
    #expect(try address("2001:db8::1") != address("2001:db8:0:1::1"))
    #expect(try address("::ffff:192.0.2.1") == address("192.0.2.1"))
    #expect(try address("192.0.2.1") != address("192.0.2.2"))
    #expect(PeerAddress(try SocketAddress(unixDomainSocketPath: "/x")) == nil)
  }

  @Test("an address has so many connections, and room comes back as they end")
  func limit() throws {
    let table = AddressTable()
    let (one, other) = (
      try #require(PeerAddress(try SocketAddress(ipAddress: "192.0.2.1", port: 1))),
      try #require(PeerAddress(try SocketAddress(ipAddress: "192.0.2.2", port: 1)))
    )
    #expect([one, one, one, other].map { table.admit($0, limit: 2) } == [true, true, false, true])
    table.remove(one)
    #expect([one, one].map { table.admit($0, limit: 2) } == [true, false])
  }
}
