import RosterClient

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The server to call and the file of its token.
struct Destination: Hashable {
  var server: Endpoint
  var tokenFile: String?
}

extension Invocation {
  /// Chooses by this order: the option, the context named by an option, the environment, the current context.
  ///
  /// A context's token goes to that context's server only: any other server must not get it. The
  /// configuration file is read only if it is needed, so that a broken file does not stop other calls.
  func destination(_ options: GlobalOptions, needsToken: Bool = true) throws(Failure) -> Destination {
    let file = configurationFile
    let named = try options.context.map { name throws(Failure) in try file.context(name, in: file.read()) }
    var server = options.server ?? named?.server
    if server == nil { server = try serverOfEnvironment() }
    let tokenFile = options.tokenFile ?? (named == nil ? variable("ROSTER_TOKEN_FILE") : nil)
    var context = named
    if context == nil, server == nil || (tokenFile == nil && needsToken) { context = try currentContext() }
    let destination = server ?? context?.server ?? .local
    let ofContext = context.flatMap { $0.server == destination ? $0.tokenFile : nil }
    return Destination(
      server: destination,
      tokenFile: tokenFile ?? ofContext ?? variable("ROSTER_TOKEN_FILE")
    )
  }

  private func currentContext() throws(Failure) -> Configuration.Context? {
    let file = configurationFile
    let configuration = try file.read()
    return try configuration.current.map { name throws(Failure) in try file.context(name, in: configuration) }
  }

  private func serverOfEnvironment() throws(Failure) -> Endpoint? {
    try variable("ROSTER_SERVER").map { text throws(Failure) in try Self.server(text, "ROSTER_SERVER") }
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
  /// Reads the token. A token is never given on the command line, where all users of the machine can see it.
  func token() throws(Failure) -> String {
    guard let tokenFile else {
      throw .usage(
        "no token for \(server): pass --token-file FILE or set ROSTER_TOKEN_FILE; "
          + "a server's first is root.key in its data directory (make run: var/root.key)"
      )
    }
    guard let data = FileManager.default.contents(atPath: tokenFile) else {
      throw .usage("cannot read the token file \(tokenFile): check that it exists and that you may read it")
    }
    let token = String(decoding: data, as: UTF8.self).trimmingBlanks
    guard !token.isEmpty, token.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw .usage("the token file \(tokenFile) must contain one token and nothing else")
    }
    return token
  }
}
