import ArgumentParser
import RosterClient

/// Who accepts an invitation.
struct AcceptorOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The user who accepts, by id or e-mail address.", valueName: "user"))
  var user: UserReference?

  @Flag(help: "Register a user with the invitation's e-mail address.")
  var register = false

  @Option(help: ArgumentHelp("With --register: given name.", valueName: "name"))
  var firstName = ""

  @Option(help: ArgumentHelp("With --register: family name.", valueName: "name"))
  var lastName = ""

  @Option(
    help: ArgumentHelp("With --register: the language (BCP 47); else the invitation's.", valueName: "tag")
  )
  var language = ""

  func validate() throws {
    guard register != (user != nil) else {
      throw ValidationError("Pass either --user USER or --register.")
    }
    guard register || newUser == NewUser() else {
      throw ValidationError("--first-name, --last-name and --language need --register.")
    }
  }

  var newUser: NewUser {
    NewUser(firstName: firstName, lastName: lastName, language: language)
  }
}
