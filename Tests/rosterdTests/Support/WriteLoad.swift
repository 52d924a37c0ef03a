import Glibc
import ProtobufC
import RPC
import RosterProto
import TestSupport
import Testing

/// Connections that write without pause, and a record of what the server has acknowledged.
///
/// One thread drives them all: what is in flight at any moment follows from what has been acknowledged, not
/// from timing.
final class WriteLoad {
  /// What the server may not lose.
  struct Acknowledged {
    /// Addresses by id.
    var created: [Int64: String] = [:]
    /// The latest acknowledged state of each user who is changed.
    var updated: [Int64: User] = [:]
    /// Writes acknowledged, all told.
    var count = 0

    mutating func record(_ write: Write, _ user: User) {
      count += 1
      switch write {
      case .create: created[user.id] = user.email
      case .change: if user.revision > updated[user.id]?.revision ?? 0 { updated[user.id] = user }
      }
    }
  }

  enum Write {
    case create, change
  }

  /// One connection, with several calls in flight.
  private final class Lane {
    let connection: RawConnection
    let name: String
    let user: User
    /// Calls to be answered, by stream.
    var waiting: [UInt32: Write] = [:]
    private var count = 0

    init(_ connection: RawConnection, name: String) throws {
      self.connection = connection
      self.name = name
      user = try connection.createUser("\(name)@example.com")
    }

    /// Three users made for every change to the lane's own.
    func sendNext() throws {
      count += 1
      if count % 4 == 0 {
        let change = UpdateUserRequest(user: User(id: user.id, firstName: "\(count)"))
        waiting[try connection.send(UserServiceMethods.updateUser, change)] = .change
      } else {
        let request = CreateUserRequest(email: "\(name).\(count)@example.com")
        waiting[try connection.send(UserServiceMethods.createUser, request)] = .create
      }
    }
  }

  private static let depth = 8

  private(set) var acknowledged: Acknowledged
  private let lanes: [Lane]

  /// - Parameters:
  ///   - name: no other load's on the same data.
  ///   - acknowledged: what earlier loads had acknowledged.
  init(on server: LiveServer, connections: Int, name: String, after acknowledged: Acknowledged = .init())
    throws
  {
    self.acknowledged = acknowledged
    lanes = try (0..<connections).map { try Lane(server.connect(), name: "\(name).\($0)") }
    for lane in lanes { self.acknowledged.record(.create, lane.user) }
  }

  /// Writes until so many more writes have been acknowledged; others are in flight then.
  func run(writes: Int) throws {
    let end = acknowledged.count + writes
    for lane in lanes {
      for _ in 0..<Self.depth { try lane.sendNext() }
    }
    while acknowledged.count < end {
      for lane in try readable() where acknowledged.count < end {
        try #require(try receive(lane), "The server closed a connection.")
        try lane.sendNext()
      }
    }
  }

  /// Takes what the server still acknowledged before its connections ended.
  func finish() throws {
    for lane in lanes {
      while try receive(lane) {}
    }
  }

  private func receive(_ lane: Lane) throws -> Bool {
    guard let frame = try lane.connection.receiveFrame() else { return false }
    let answered = lane.waiting.removeValue(forKey: frame.stream)
    let write = try #require(answered, "Nothing was asked on stream \(frame.stream).")
    switch try RawResponse.read(frame.body) {
    case .success(let reply):
      acknowledged.record(write, try User(serializedBytes: reply))
    case .failure(let error):
      // A server that stops may refuse; nothing else may stand in a write's way.
      try #require(error.reason == .shuttingDown, "\(error)")
    }
    return true
  }

  private func readable() throws -> [Lane] {
    var states = lanes.map { pollfd(fd: $0.connection.descriptor, events: Int16(POLLIN), revents: 0) }
    let patience = Int32(RawConnection.patienceSeconds * 1_000)
    guard poll(&states, nfds_t(states.count), patience) > 0 else { throw SystemError("poll", ETIMEDOUT) }
    return zip(lanes, states).filter { $1.revents != 0 }.map(\.0)
  }
}

extension WriteLoad.Acknowledged {
  /// Reads all of it back.
  func expectKept(by connection: RawConnection) throws {
    let ids = created.keys.sorted()
    for start in stride(from: 0, to: ids.count, by: 1_000) {
      let batch = Array(ids[start..<min(start + 1_000, ids.count)])
      let reply: BatchGetUsersResponse = try connection.call(
        UserServiceMethods.batchGetUsers,
        BatchGetUsersRequest(userIDs: batch)
      )
      #expect(reply.missingUserIDs == [])
      #expect(reply.users.allSatisfy { created[$0.id] == $0.email })
    }
    for (id, acknowledged) in updated {
      let user = try connection.user(id)
      // A change in flight at the end may have been made, too.
      #expect(user.revision > acknowledged.revision || user == acknowledged)
    }
  }
}
