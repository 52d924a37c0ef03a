import ArgumentParser
import RosterClient

/// An account and one of its members.
struct MemberArguments: ParsableArguments {
  @Argument(help: "The account, by id.")
  var account: Identifier

  @Argument(help: "The user, by id or e-mail address.")
  var user: UserReference
}
