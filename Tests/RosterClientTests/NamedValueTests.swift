import RosterClient
import Testing

@Suite("Names of values in text")
struct NamedValueTests {
  @Test("the thirteen permissions have the contract's names")
  func permissions() {
    let names = [
      "profile", "contacts", "products", "manageproducts", "productsso", "domains", "managedomains",
      "invoices",
      "quotes", "tickets", "affiliates", "emails", "orders",
    ]
    #expect(Permission.all.map(\.name) == names)
    #expect(names.map { Permission(name: $0) } == Permission.all.map(Optional.some))
  }

  @Test("a name is read in any case", arguments: ["ManageProducts", "MANAGEPRODUCTS", "manageproducts"])
  func anyCase(name: String) {
    #expect(Permission(name: name) == .manageProducts)
  }

  @Test(
    "an unknown name is refused",
    arguments: ["", "unspecified", "manage_products", "PERMISSION_PROFILE", "admin"]
  )
  func noName(name: String) {
    #expect(Permission(name: name) == nil)
  }

  @Test("states and stages have names too")
  func others() {
    #expect(UserState.locked.name == "locked")
    #expect(
      Verification.named.map(\.name) == ["none", "requested", "submitted", "verified", "failed", "expired"]
    )
    #expect(AccountState(name: "closed") == .closed)
    #expect(AccessReason.membershipExpired.name == "membership_expired")
    #expect(HealthCheckResponse.ServingStatus.notServing.name == "not_serving")
    #expect(InvitationState.pending.name == "pending")
    #expect(PrincipalKind.named.map(\.name) == ["staff", "service"])
    #expect(ActorKind(name: "system") == .system)
    #expect(TargetKind.membership.name == "membership")
    #expect(ChainFault.link.name == "link")
    #expect(MailState(name: "failed") == .failed)
    #expect(Toggle.named.map(\.name) == ["yes", "no"])
  }

  @Test("an unknown value of a newer server is shown as its number")
  func unknown() {
    #expect(Permission(rawValue: 14).name == "14")
    #expect(UserState(rawValue: 9).name == "9")
  }
}
