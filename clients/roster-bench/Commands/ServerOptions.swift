import ArgumentParser
import Foundation
import RosterProto
import Transport

/// The server to call, and the token.
struct ServerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The server; else $ROSTER_SERVER.", valueName: "HOST:PORT|unix:PATH")
  )
  var server: Endpoint?

  @Option(
    name: .long,
    help: ArgumentHelp("The file with the API key; else $ROSTER_TOKEN_FILE.", valueName: "PATH"),
    completion: .file()
  )
  var tokenFile: String?

  func target() throws -> ServerTarget {
    let environment = ProcessInfo.processInfo.environment
    guard let endpoint = server ?? environment["ROSTER_SERVER"].flatMap({ Endpoint($0) }) else {
      throw ValidationError("No server is given: use --server HOST:PORT or set ROSTER_SERVER.")
    }
    guard let path = tokenFile ?? environment["ROSTER_TOKEN_FILE"] else {
      throw ValidationError(
        "No token is given: use --token-file PATH, such as DATA/root.key, or set ROSTER_TOKEN_FILE."
      )
    }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw ValidationError("The token file \(path) cannot be read.")
    }
    return ServerTarget(endpoint: endpoint, token: text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

extension Endpoint: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(argument)
  }
}
