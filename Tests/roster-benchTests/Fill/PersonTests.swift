import Testing

@testable import roster_bench

@Suite("Generated users")
struct PersonTests {
  @Test("The same seed and index give the same user, others another")
  func deterministic() {
    #expect(Person(index: 42, seed: 1) == Person(index: 42, seed: 1))
    #expect(Person(index: 42, seed: 1) != Person(index: 43, seed: 1))
    #expect(Person(index: 42, seed: 1) != Person(index: 42, seed: 2))
  }

  @Test("No two have the same address, and all addresses are plain ASCII within the limit")
  func addresses() {
    let addresses = (0..<20_000).map { Person(index: $0, seed: 7).email }
    #expect(Set(addresses).count == addresses.count)
    #expect(
      addresses.allSatisfy { $0.utf8.allSatisfy { (0x21...0x7e).contains($0) } && $0.utf8.count <= 254 }
    )
    #expect(Person(index: .max, seed: 7).email.utf8.count <= 254)
  }

  @Test("Every first name occurs, and none is frequent")
  func spread() {
    let names = Dictionary(grouping: (0..<20_000).map { Person(index: $0, seed: 7).firstName }, by: \.self)
    #expect(names.count == Names.first.count)
    #expect(names.values.allSatisfy { $0.count < 400 })
  }
}
