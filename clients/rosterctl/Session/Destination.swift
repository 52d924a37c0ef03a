import RosterClient

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The server to call and the file of the token to show it.
struct Destination: Hashable {
  var server: Endpoint
  var tokenFile: String?
}

extension Session {
  /// Chooses by this order: the option, the context named by an option, the environment, the current context.
  ///
  /// A context's token goes to that context's server only: a server from elsewhere must not be shown it.
  func destination(_ options: GlobalOptions) throws(Failure) -> Destination {
    let configuration = try configurationFile.read()
    let named = try options.context.map { name throws(Failure) in try configuration.context(name) }
    let inUse = try configuration.current.map { name throws(Failure) in try configuration.context(name) }
    let current = named ?? inUse
    let fromEnvironment = try variable("ROSTER_SERVER").map { text throws(Failure) in
      try Self.server(text, "ROSTER_SERVER")
    }
    let server = options.server ?? named?.server ?? fromEnvironment ?? current?.server ?? .local
    let ofContext = current.flatMap { $0.server == server ? $0.tokenFile : nil }
    let tokenFile =
      named == nil
      ? options.tokenFile ?? variable("ROSTER_TOKEN_FILE") ?? ofContext
      : options.tokenFile ?? ofContext ?? variable("ROSTER_TOKEN_FILE")
    return Destination(server: server, tokenFile: tokenFile)
  }

  private func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func server(_ text: String, _ source: String) throws(Failure) -> Endpoint {
    guard let address = Endpoint(text) else {
      throw .usage("\(source) is '\(text)', which is neither HOST:PORT nor unix:PATH")
    }
    return address
  }
}

extension Destination {
  /// Reads the token. A token never stands on the command line, where every user of the machine can see it.
  func token() throws(Failure) -> String {
    guard let tokenFile else {
      throw .usage(
        "no token for \(server): pass --token-file FILE or set ROSTER_TOKEN_FILE; "
          + "a server's first is root.key in its data directory (make run: var/root.key)"
      )
    }
    guard let data = FileManager.default.contents(atPath: tokenFile) else {
      throw .usage("cannot read the token file \(tokenFile): see that it exists and is yours to read")
    }
    let token = String(decoding: data, as: UTF8.self).trimmingBlanks
    guard !token.isEmpty, token.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw .usage("the token file \(tokenFile) does not hold one token and nothing else")
    }
    return token
  }
}
