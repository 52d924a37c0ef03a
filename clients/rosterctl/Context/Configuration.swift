import RosterClient

/// Servers by name, and which is meant when none is named.
struct Configuration: Codable, Hashable {
  /// The context in use; nil is none.
  var current: String?

  var contexts: [String: Context] = [:]

  /// A server, and the file of the token it is shown. The token itself is never kept here.
  struct Context: Codable, Hashable {
    var server: Endpoint
    var tokenFile: String?

    enum CodingKeys: String, CodingKey {
      case server
      case tokenFile = "token_file"
    }
  }

  func context(_ name: String) throws(Failure) -> Context {
    guard let context = contexts[name] else {
      throw .usage("there is no context '\(name)': 'rosterctl context list' shows those there are")
    }
    return context
  }
}

extension Endpoint: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let address = Endpoint(text) else {
      let problem = "'\(text)' is neither HOST:PORT nor unix:PATH"
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
    }
    self = address
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
