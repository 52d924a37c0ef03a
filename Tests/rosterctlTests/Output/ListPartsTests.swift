import RosterClient
import ScriptedServer
import Synchronization
import Testing

@testable import rosterctl

@Suite("Whole lists and parts of them")
struct ListPartsTests {
  private let server = ScriptedServer { server in
    server.on(UserServiceMethods.listUsers) { (request: ListUsersRequest) in
      if request.filter?.query == "nobody" { return ListUsersResponse() }
      return request.pageToken.isEmpty
        ? ListUsersResponse(users: [User(id: 1)], nextPageToken: "2")
        : ListUsersResponse(users: [User(id: 2)])
    }
  }

  @Test("list -o json and csv go to the end unless a part is asked for")
  func wholeLists() async {
    let json = await Shell(server)("users", "list", "-o", "json")
    #expect(json.output == (await Shell(server)("users", "list", "--all", "-o", "json")).output)
    #expect(json.error == "")
    let csv = await Shell(server)("users", "list", "-o", "csv")
    #expect(csv.output == (await Shell(server)("users", "list", "--all", "-o", "csv")).output)
    let table = await Shell(server)("users", "list")
    #expect(table.error.contains("there is more"))
  }

  @Test(
    "a part of a list says in the JSON document where it stopped, and --page-token goes on there",
    arguments: [["--limit", "1"], ["--page-size", "1"], ["--page-size", "1", "--limit", "1"]]
  )
  func parts(options: [String]) async {
    let part = await Shell(server).run(["users", "list", "-o", "json"] + options)
    #expect(part.output.hasPrefix("{\n  \"users\": [\n    {\n      \"id\": 1,\n"))
    #expect(part.output.hasSuffix("\n    }\n  ],\n  \"next_page_token\": \"2\"\n}\n"))
    #expect(part.error == "rosterctl: there is more after these 1: --page-token 2 goes on\n")
    let rest = await Shell(server).run(["users", "list", "-o", "json", "--page-token", "2"] + options)
    #expect(rest.output.contains("\n      \"id\": 2,\n"))
    #expect(rest.output.hasSuffix("\n    }\n  ],\n  \"next_page_token\": \"\"\n}\n"))
    #expect(rest.error == "")
  }

  @Test("a part without elements says so too, and --all goes on from a token to the end")
  func otherParts() async {
    let none = await Shell(server)("users", "list", "--query", "nobody", "-o", "json", "--limit", "3")
    #expect(none.output == "{\n  \"users\": [],\n  \"next_page_token\": \"\"\n}\n")
    let rest = await Shell(server)("users", "list", "--all", "--page-token", "2", "-o", "json")
    #expect(rest.output.hasPrefix("[\n  {\n    \"id\": 2,\n"))
    #expect(rest.output.hasSuffix("\n  }\n]\n"))
  }

  @Test(
    "no more is fetched than is shown",
    arguments: [
      (["--limit", "1500"], [1000, 500]), (["--limit", "3", "--page-size", "2"], [2, 1]),
      (["--limit", "2"], [2]),
      (["--page-size", "7"], [7]), ([], [0]), (["-o", "json"], [1000, 1000, 1000]),
      (["--all", "--page-size", "900"], [900, 900, 900]),
    ]
  )
  func pageSizes(options: [String], sizes: [Int32]) async {
    let asked = Mutex<[Int32]>([])
    let server = ScriptedServer { server in
      server.on(UserServiceMethods.listUsers) { (request: ListUsersRequest) in
        asked.withLock { $0.append(request.pageSize) }
        let page = Int(request.pageToken) ?? 1
        let users = [User](repeating: User(id: 1), count: Int(request.pageSize))
        return ListUsersResponse(users: users, nextPageToken: page == 3 ? "" : String(page + 1))
      }
    }
    let run = await Shell(server).run(["users", "list"] + options)
    #expect(run.status == .done)
    #expect(asked.withLock { $0 } == sizes)
  }

  @Test("a token of another list is refused with what to do")
  func foreignToken() async {
    let server = ScriptedServer { server in
      server.on(UserServiceMethods.listUsers) { (request: ListUsersRequest) -> ListUsersResponse in
        throw RPCError.refusal(
          .invalidArgument,
          "INVALID_PAGE_TOKEN",
          "Token \(request.pageToken) is not this list's."
        )
      }
    }
    let run = await Shell(server)("users", "list", "--page-token", "-x")
    #expect(run.status == .refused)
    #expect(
      run.error.contains("Token -x is not this list's; use the same filters and order as before")
    )
  }
}
