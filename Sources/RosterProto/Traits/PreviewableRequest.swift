/// A request that may ask for a preview (AIP-163): it has `validate_only`.
public protocol PreviewableRequest: Sendable {
  var validateOnly: Bool { get }
}
