/// The challenge that a response answers, as the client says: to look it up, and not a proof of anything.
package enum ClientChallenge {
  /// - Returns: nil where the client data is malformed.
  package static func read(_ clientDataJSON: [UInt8]) -> [UInt8]? {
    guard let data = try? ClientData(json: clientDataJSON) else { return nil }
    return Base64URL.decode(data.challenge)
  }
}
