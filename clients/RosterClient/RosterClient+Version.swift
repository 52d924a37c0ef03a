extension RosterClient {
  /// The version of this release, by Semantic Versioning; a server of the same release has the same.
  public static let version = "0.1.0"
}
