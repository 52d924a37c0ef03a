import ProtobufC
import RosterProto
import Testing

@Suite("Reads that come together, over a connection", .served)
struct SharedReadsTests {
  @Test("A read sent after a write's reply sees it, whatever reads came together before")
  func afterReply() throws {
    let connection = try SharedServer.connect()
    var user = try connection.createUser("turn@example.com", firstName: "0")
    let get = GetUserRequest(selector: .userID(user.id))
    let request = RawRequest(UserServiceMethods.getUser, payload: try get.serializedBytes())
    for number in 1...20 {
      let streams = (0..<8).map { connection.nextStream + 2 * $0 }
      connection.nextStream += 16
      // In one segment, so that one turn runs them.
      try connection.send(streams.flatMap { connection.frame($0, request).bytes })
      for stream in streams {
        #expect(try User(serializedBytes: connection.receiveAnswer(to: stream).get()) == user)
      }
      let change = UpdateUserRequest(user: User(id: user.id, firstName: "\(number)"))
      user = try connection.call(UserServiceMethods.updateUser, change)
      #expect(user.firstName == "\(number)")
      #expect(try connection.user(user.id) == user)
    }
  }
}
