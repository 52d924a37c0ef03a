/// This release.
package enum Version {
  /// By Semantic Versioning.
  package static let current = "0.1.0"
}
