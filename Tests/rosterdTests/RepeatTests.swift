import Glibc
import ProtobufC
import RPC
import Roster
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@Suite("Repeated after kills")
struct RepeatTests {
  private static let mutations = 10_000
  private static let kills = 15

  @Test("10,000 changes, each sent until it is answered, are made once each and written down once each")
  func exactlyOnce() throws {
    let directory = TemporaryDirectory()
    var generator = SplitMix64(seed: 3)
    let load = RepeatedLoad(mutations: Self.mutations)
    for _ in 0..<Self.kills {
      let server = try LiveServer(directory)
      defer { server.kill() }
      // Measured in answers, not in time, and most of them early: each start finds others under way.
      try load.run(on: server, until: load.answered + .random(in: 1...900, using: &generator))
      server.kill()
      load.forgetWhatIsUnderWay()
    }
    try LiveServer.run(in: directory) { server in
      try load.run(on: server, until: Self.mutations)
      try expectChain(on: server)
      #expect(server.stop().exit == .code(0))
    }
    #expect(load.sent > Self.mutations, "some were repeated")
    let db = try directory.serverDatabase.connect(.readOnly)
    func number(_ sql: String) throws -> Int64? { try db.first(sql: sql) { $0.int64(0) } }
    // Every event is that of the user it made or changed last, or of an earlier state of that user.
    #expect(try number("SELECT count(DISTINCT revision) FROM users") == number("SELECT count(*) FROM users"))
    #expect(try number("SELECT max(revision) FROM users") == number("SELECT event_id FROM heads"))
    #expect(try number("SELECT count(request_id) FROM events") == Int64(Self.mutations))
    #expect(try number("SELECT count(DISTINCT request_id) FROM events") == Int64(Self.mutations))
  }

  private func expectChain(on server: LiveServer) throws {
    let connection = try server.connect()
    var request = VerifyEventsRequest(pageSize: 3_000)
    var verified: Int64 = 0
    repeat {
      let report: VerifyEventsResponse = try connection.call(EventServiceMethods.verifyEvents, request)
      #expect(report.fault == .unspecified)
      verified += report.verifiedCount
      request.pageToken = report.nextPageToken
    } while !request.pageToken.isEmpty
    // The first start writes down the built-in roles, the root principal and its key.
    #expect(verified == Int64(Self.mutations + BuiltInRole.all.count + 2))
  }
}

/// Changes that are sent again, under the request id of the first try, until they are answered.
private final class RepeatedLoad {
  /// Users who are made first, and changed by a fourth of what follows.
  private static let changed = 4
  private static let connections = 4
  private static let depth = 32

  private final class Lane {
    let connection: RawConnection
    var waiting: [UInt32: Int] = [:]

    init(_ connection: RawConnection) {
      self.connection = connection
    }
  }

  private(set) var answered = 0
  /// Tries, all told.
  private(set) var sent = 0
  /// Changes to be sent, the next one last.
  private var pending: [Int]
  private var lanes: [Lane] = []
  /// The users to be changed, once they are there.
  private var ids: [Int: Int64] = [:]

  init(mutations: Int) {
    pending = (0..<mutations).reversed()
  }

  /// Runs until so many changes, all told, have been answered.
  func run(on server: LiveServer, until end: Int) throws {
    lanes = try (0..<Self.connections).map { _ in Lane(try server.connect()) }
    while ids.count < Self.changed, answered < end {
      try sendNext(lanes[0])
      try receive(lanes[0])
    }
    if answered < end {
      for lane in lanes {
        for _ in 0..<Self.depth { try sendNext(lane) }
      }
    }
    while answered < end {
      for lane in try readable() where answered < end {
        try receive(lane)
        try sendNext(lane)
      }
    }
  }

  /// Takes back what has not been answered, whether it was done or not, to be sent again in any order.
  func forgetWhatIsUnderWay() {
    pending += lanes.flatMap(\.waiting.values).sorted(by: >)
    lanes = []
  }

  private func sendNext(_ lane: Lane) throws {
    guard let number = pending.popLast() else { return }
    var request = try request(number)
    request.metadata.append((Array("request-id".utf8), Array("change-\(number)".utf8)))
    lane.waiting[try lane.connection.send(request)] = number
    sent += 1
  }

  private func request(_ number: Int) throws -> RawRequest {
    if number >= Self.changed, number % 4 == 0, let id = ids[number / 4 % Self.changed] {
      let change = UpdateUserRequest(user: User(id: id, firstName: "\(number)"))
      return RawRequest(UserServiceMethods.updateUser, payload: try change.serializedBytes())
    }
    let request = CreateUserRequest(email: "change-\(number)@example.com")
    return RawRequest(UserServiceMethods.createUser, payload: try request.serializedBytes())
  }

  private func receive(_ lane: Lane) throws {
    let frame = try #require(try lane.connection.receiveFrame(), "The server closed a connection.")
    let asked = lane.waiting.removeValue(forKey: frame.stream)
    let number = try #require(asked, "Nothing was asked on stream \(frame.stream).")
    let user = try User(serializedBytes: RawResponse.read(frame.body).get())
    if number < Self.changed { ids[number] = user.id }
    answered += 1
  }

  private func readable() throws -> [Lane] {
    let waiting = lanes.filter { !$0.waiting.isEmpty }
    var states = waiting.map { pollfd(fd: $0.connection.descriptor, events: Int16(POLLIN), revents: 0) }
    guard poll(&states, nfds_t(states.count), 30_000) > 0 else { throw SystemError("poll", ETIMEDOUT) }
    return zip(waiting, states).filter { $1.revents != 0 }.map(\.0)
  }
}
