import RPC

/// Why this layer itself answers a call with an error, with the codes and texts of containerd/ttrpc 1.2.
enum Refusal: Sendable, Hashable {
  case evenStream
  case reusedStream
  case inactiveStream
  case malformedRequest
  case oversizeFrame(bytes: Int, limit: Int)
  case oversizeRequest(limit: Int)
  case oversizeReply(limit: Int)
  case oversizeMetadata(bytes: Int, limit: Int)
  case tooManyMetadataEntries(limit: Int)
  case tooManyFields(limit: Int)
  case overloaded
  /// The server's connections together hold as much as they may.
  case memoryShort
  case shuttingDown
  /// A method has not taken its caller's messages for too long.
  case streamStalled
  /// No message has passed on a stream for too long.
  case streamIdle(seconds: Int64)
}

extension Refusal {
  /// The error as the caller sees it: always with an ErrorInfo, as AIP-193 asks.
  func error(domain: String) -> RPCError {
    var error = RPCError.transport(code, reason, message, facts, domain: domain)
    if reason == "OVERLOADED" {
      error.details.append(.retryInfo(RetryInfo(retryDelay: ProtoDuration(nanos: 100_000_000))))
    }
    return error
  }

  private var code: Code {
    switch self {
    case .evenStream, .reusedStream, .inactiveStream, .malformedRequest: .invalidArgument
    case .oversizeFrame, .oversizeRequest, .oversizeReply, .oversizeMetadata, .tooManyMetadataEntries,
      .tooManyFields, .overloaded, .memoryShort, .streamStalled:
      .resourceExhausted
    case .shuttingDown: .unavailable
    case .streamIdle: .deadlineExceeded
    }
  }

  private var reason: String {
    switch self {
    case .evenStream: "STREAM_ID_EVEN"
    case .reusedStream: "STREAM_ID_REUSED"
    case .inactiveStream: "STREAM_NOT_ACTIVE"
    case .malformedRequest: "MALFORMED_MESSAGE"
    case .oversizeFrame, .oversizeRequest, .oversizeReply, .tooManyFields: "MESSAGE_TOO_LARGE"
    case .oversizeMetadata, .tooManyMetadataEntries: "METADATA_TOO_LARGE"
    case .overloaded, .memoryShort: "OVERLOADED"
    case .shuttingDown: "SHUTTING_DOWN"
    case .streamStalled: "STREAM_STALLED"
    case .streamIdle: "STREAM_IDLE"
    }
  }

  private var message: String {
    switch self {
    case .evenStream: "StreamID must be odd for client initiated streams"
    case .reusedStream: "StreamID cannot be re-used and must increment"
    case .inactiveStream: "StreamID is no longer active"
    case .malformedRequest: "unmarshal request error: the frame's body is not a valid ttrpc Request"
    case .oversizeFrame(let bytes, let limit):
      "message length \(bytes) exceed maximum message size of \(limit)"
    case .oversizeRequest(let limit):
      "the decoded request takes more than \(limit) bytes: ask for less at once"
    case .oversizeReply(let limit): "the reply is longer than a frame of \(limit) bytes: ask for less at once"
    case .oversizeMetadata(let bytes, let limit): "\(bytes) bytes of metadata, and \(limit) are allowed"
    case .tooManyMetadataEntries(let limit): "more than \(limit) pairs of metadata: send fewer"
    case .tooManyFields(let limit): "the request's envelope has more than \(limit) fields: send fewer"
    case .memoryShort: "the server holds as many unfinished requests as it may: try again later"
    case .overloaded: "too many calls wait on this connection: try again later, or with fewer at once"
    case .shuttingDown: "the server is stopping and has not begun this call: try again on a new connection"
    case .streamIdle(let seconds): "no message passed on the stream for \(seconds) seconds: open it again"
    case .streamStalled: "the method does not take the stream's messages: send fewer at once"
    }
  }

  private var facts: [String: String] {
    switch self {
    case .oversizeFrame(_, let limit), .oversizeRequest(let limit), .oversizeReply(let limit),
      .oversizeMetadata(_, let limit):
      ["limit_bytes": "\(limit)"]
    case .tooManyMetadataEntries(let limit): ["limit_entries": "\(limit)"]
    case .tooManyFields(let limit): ["limit_fields": "\(limit)"]
    case .streamIdle(let seconds): ["limit_seconds": "\(seconds)"]
    default: [:]
    }
  }
}
