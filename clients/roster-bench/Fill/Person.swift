import RosterProto

/// A generated user: the same for a seed and an index, with a unique address.
struct Person: Sendable, Equatable {
  let email: String
  let firstName: String
  let lastName: String
  let language: String

  init(index: UInt64, seed: UInt64) {
    var random = RandomSource(seed: seed, index: index)
    let first = Names.first[Int.random(in: Names.first.indices, using: &random)]
    let last = Names.last[Int.random(in: Names.last.indices, using: &random)]
    let domain = Names.domains[Int.random(in: Names.domains.indices, using: &random)]
    firstName = first.name
    lastName = last.name
    email = "\(first.ascii).\(last.ascii)\(index)@\(domain)"
    language = Names.languages[Int.random(in: Names.languages.indices, using: &random)]
  }

  var createRequest: CreateUserRequest {
    CreateUserRequest(email: email, firstName: firstName, lastName: lastName, language: language)
  }
}

/// The name of a generated account.
func companyName(index: UInt64, seed: UInt64) -> String {
  var random = RandomSource(seed: seed &+ 1, index: index)
  let last = Names.last[Int.random(in: Names.last.indices, using: &random)].name
  let trade = Names.trades[Int.random(in: Names.trades.indices, using: &random)]
  return "\(last) \(trade)"
}
