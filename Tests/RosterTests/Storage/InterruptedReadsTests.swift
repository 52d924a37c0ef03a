import Foundation
import ProtobufC
import RPC
import Roster
import RosterProto
import SQL
import SQLite
import TestSupport
import Testing

@Suite("Interrupted reads")
struct InterruptedReadsTests {
  private let test = try! TestService()

  @Test("after 50,000 reads with random deadlines every connection is free, and the log can be emptied")
  func randomDeadlines() async throws {
    try test.execute(
      """
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
      INSERT INTO users (email, email_key, first_name, last_name, name_key, search_text, language,
        create_time, update_time)
      SELECT 'u' || i || '@example.com', 'u' || i || '@example.com', 'U', '', 'u', 'u' || i, '', 1, 1 FROM n
      """
    )
    // A needle of two characters that no row contains: every list scans the whole table.
    let list = try ListUsersRequest(filter: UserFilter(query: "zz")).serializedBytes()
    let get = try GetUserRequest(selector: .userID(7)).serializedBytes()
    // A connection left in a transaction recovers at its next one, but fails a call before that.
    let unexpected = await withTaskGroup(of: Set<String>.self) { group in
      for seed in 0..<10 as Range<UInt64> {
        group.addTask { [test] in
          var random = SplitMix64(seed: seed)
          var unexpected: Set<String> = []
          for number in 0..<5_000 {
            let timeout = Duration.microseconds(Int64.random(in: 1...600, using: &random))
            let isList = number % 2 == 0
            let method = isList ? UserServiceMethods.listUsers : UserServiceMethods.getUser
            do {
              _ = try await test.channel.call(
                method,
                payload: isList ? list : get,
                options: TestService.options(test.rootToken, timeout: timeout)
              )
            } catch {
              if (error as? RPCError)?.code != .deadlineExceeded { unexpected.insert("\(error)") }
            }
          }
          return unexpected
        }
      }
      return await group.reduce(into: Set<String>()) { $0.formUnion($1) }
    }
    #expect(unexpected.isEmpty)
    // One for each thread that reads, and more.
    for _ in 0..<10 {
      #expect(try await test.users.listUsers(ListUsersRequest(pageSize: 2)).users.count == 2)
      #expect(try await test.user(7).email == "u7@example.com")
    }
    let database = test.directory.database
    #expect(try database.open(.readWrite).checkpoint(.truncate))
    let log = try FileManager.default.attributesOfItem(atPath: "\(database.path)-wal")
    #expect(log[.size] as? Int == 0)
  }
}
