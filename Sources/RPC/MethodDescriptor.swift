/// One method of the contract, as the generator wrote it down.
public struct MethodDescriptor: Sendable, Hashable {
  /// How many messages each side sends.
  public enum Shape: Sendable, Hashable {
    case unary
    case clientStreaming
    case serverStreaming
    case bidirectionalStreaming
  }

  /// The service's full name, such as `roster.v1.UserService`.
  public let service: String

  /// The method's own name, such as `GetUser`.
  public let name: String

  public let shape: Shape

  /// Whether calling it twice does no more than calling it once, so that a client may try again
  /// (`idempotency_level = NO_SIDE_EFFECTS` in the contract).
  public let hasNoSideEffects: Bool

  public init(service: String, name: String, shape: Shape = .unary, hasNoSideEffects: Bool = false) {
    self.service = service
    self.name = name
    self.shape = shape
    self.hasNoSideEffects = hasNoSideEffects
  }
}

extension MethodDescriptor: CustomStringConvertible {
  /// `service/method`, such as `roster.v1.UserService/GetUser`.
  public var description: String { "\(service)/\(name)" }
}
