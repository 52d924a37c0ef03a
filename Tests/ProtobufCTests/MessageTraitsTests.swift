import ProtobufC
import RPC
import RosterProto
import Testing

@Suite("What a message's fields make it")
struct MessageTraitsTests {
  @Test("every field that is named as a secret is marked as one")
  func marked() throws {
    let secrets = try Contract.textFields().filter { name, _ in
      !["page_token", "next_page_token"].contains(name)
        && ["token", "secret", "password", "hash", "code", "codes", "answer"].contains {
          name.split(separator: "_").last! == $0
        }
    }
    // The hashes of events are no secrets.
    let marked = secrets.filter { !["hash", "previous_hash", "last_hash"].contains($0.name) }
    #expect(Set(marked.map(\.name)).isSuperset(of: ["token", "password", "session_token", "code", "answer"]))
    for (name, line) in marked { #expect(line.contains("(secret) = true"), "\(name) is not marked") }
  }

  @Test("what is kept of a message has no secret, and all else")
  func withoutSecrets() {
    let created = CreateKeyResponse(key: ApiKey(id: 7, label: "laptop"), token: "rk_abc")
    #expect(created.withoutSecrets == CreateKeyResponse(key: ApiKey(id: 7, label: "laptop")))
    let accepted = AcceptInvitationRequest(token: "abc", acceptor: .userID(3))
    #expect(accepted.withoutSecrets == AcceptInvitationRequest(acceptor: .userID(3)))
    #expect(LookUpInvitationRequest(token: "abc").withoutSecrets == LookUpInvitationRequest())
    #expect(DeclineInvitationRequest(token: "abc").withoutSecrets == DeclineInvitationRequest())
  }

  @Test("what is printed of a message has no secret, also inside of others")
  func printed() {
    let created = CreateKeyResponse(key: ApiKey(label: "laptop"), token: "rk_abc")
    var dumped = ""
    dump([created], to: &dumped)
    for text in ["\(created)", String(reflecting: created), "\(["reply": created])", dumped] {
      #expect(!text.contains("rk_abc"))
      #expect(text.contains("[secret]") && text.contains("laptop"))
    }
    #expect(!"\(CreateKeyResponse())".contains("[secret]"), "an empty one is shown as empty")
  }

  @Test("a message without secrets is kept as it is", arguments: Samples.all.indices)
  func unchanged(_ index: Int) {
    func check<M: Message>(_ message: M) {
      guard !(message is any CustomReflectable) else { return }
      #expect(message.withoutSecrets == message)
    }
    check(Samples.all[index])
  }

  @Test("requests and replies for pages, and those for a preview, are known as such")
  func traits() throws {
    let fields = try Contract.textFields().map(\.name)
    #expect(Samples.all.count { $0 is any PagedRequest } == fields.count { $0 == "page_token" })
    // All but that of VerifyEvents, which has no list.
    #expect(Samples.all.count { $0 is any PagedReply } == fields.count { $0 == "next_page_token" } - 1)
    #expect(ListUsersResponse(users: [User(id: 1)]).elements == [User(id: 1)])
    #expect(
      ListUsersResponse(elements: [User(id: 1)], nextPageToken: "2")
        == ListUsersResponse(users: [User(id: 1)], nextPageToken: "2")
    )
    let previewable = Samples.all.filter { $0 is any PreviewableRequest }
    #expect(
      Set(previewable.map { "\(type(of: $0))" })
        == ["UpdateMembershipRequest", "TransferOwnershipRequest", "CreateInvitationRequest"]
    )
  }
}
