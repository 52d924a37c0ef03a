import ProtobufC

/// What a status carries besides its code and message: one of the messages of
/// `google/rpc/error_details.proto`.
public enum ErrorDetail: Sendable, Hashable {
  case errorInfo(ErrorInfo)
  case badRequest(BadRequest)
  case retryInfo(RetryInfo)
  /// A detail of a type this build does not know, as it came.
  case other(ProtoAny)
}

extension ErrorDetail {
  private static let prefix = "type.googleapis.com/"

  /// The detail as the wire holds it: a type URL and bytes.
  package func any(in arena: Arena) throws(ArenaExhausted) -> ProtoAny {
    switch self {
    case .errorInfo(let info): try Self.any(info, in: arena)
    case .badRequest(let request): try Self.any(request, in: arena)
    case .retryInfo(let info): try Self.any(info, in: arena)
    case .other(let any): any
    }
  }

  /// What the wire held. A known type whose bytes do not decode is kept as it came.
  package init(_ any: ProtoAny, in arena: Arena) {
    let decoded: ErrorDetail? =
      switch any.typeURL {
      case Self.prefix + ErrorInfo.descriptor.name: Self.decode(any, in: arena).map(ErrorDetail.errorInfo)
      case Self.prefix + BadRequest.descriptor.name: Self.decode(any, in: arena).map(ErrorDetail.badRequest)
      case Self.prefix + RetryInfo.descriptor.name: Self.decode(any, in: arena).map(ErrorDetail.retryInfo)
      default: nil
      }
    self = decoded ?? .other(any)
  }

  private static func any<M: Message>(_ message: M, in arena: Arena) throws(ArenaExhausted) -> ProtoAny {
    ProtoAny(typeURL: prefix + M.descriptor.name, value: Array(try message.packed(in: arena)))
  }

  private static func decode<M: Message>(_ any: ProtoAny, in arena: Arena) -> M? {
    any.value.withUnsafeBytes { try? M(unpacking: $0, in: arena) }
  }
}
