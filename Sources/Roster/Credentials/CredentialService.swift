import Credentials
import RPC
import RosterProto
import SQL

/// What users sign in with. Each method declares its authorization rule and its kind.
package struct CredentialService: CredentialServiceInterface {
  let run: Runner
  let passwords: Passwords
  let secondFactors: SecondFactors
  let questions: SecurityQuestions

  package init(
    run: Runner,
    passwords: Passwords,
    secondFactors: SecondFactors,
    questions: SecurityQuestions
  ) {
    self.run = run
    self.passwords = passwords
    self.secondFactors = secondFactors
    self.questions = questions
  }

  /// The calling user.
  static func caller(_ context: some DataContext) throws -> (user: SignedInUser, profile: User) {
    guard case .user(let user) = context.caller else { preconditionFailure("the rule lets only users call") }
    return (user, try UserQueries.user(id: user.id, at: context.now, context.db))
  }

  /// The session of the calling user.
  static func session(_ context: WriteContext) throws -> Session {
    guard case .user(let caller) = context.caller else {
      preconditionFailure("the rule lets only users call")
    }
    return try SessionQueries.session(caller.session.id, of: caller.id, at: context.now, context.db)
  }
}
