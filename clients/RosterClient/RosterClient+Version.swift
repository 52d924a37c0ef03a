extension RosterClient {
  /// This release, by Semantic Versioning: the server's of the same release is the same.
  public static let version = "0.1.0"
}
