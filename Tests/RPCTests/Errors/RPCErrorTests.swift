import ProtobufC
import RPC
import Testing

@Suite("Errors on the wire")
struct RPCErrorTests {
  /// The error as the peer has it.
  private func sent(_ error: RPCError) throws -> RPCError? {
    let arena = Arena()
    let bytes = try error.status(in: arena).serializedBytes()
    return RPCError(try Status(serializedBytes: bytes), in: arena)
  }

  private static let info = ErrorInfo(
    reason: "EMAIL_TAKEN",
    domain: "roster",
    metadata: ["email": "zoë@example.com", "empty": ""]
  )
  private static let request = BadRequest(fieldViolations: [.init(field: "a.b[3]", description: "must not")])
  private static let retry = RetryInfo(retryDelay: ProtoDuration(seconds: 1, nanos: 500_000_000))
  private static let unknown = ProtoAny(
    typeURL: "type.googleapis.com/google.rpc.DebugInfo",
    value: [1, 2, 3]
  )

  @Test("arrive whole: code, message and every detail in its order, unknown ones as they came")
  func roundTrip() throws {
    let details: [ErrorDetail] = [
      .other(Self.unknown), .errorInfo(Self.info), .badRequest(Self.request), .retryInfo(Self.retry),
    ]
    let error = try #require(try sent(RPCError(.alreadyExists, "Zoë has it.", details: details)))
    #expect(error.code == .alreadyExists)
    #expect(error.message == "Zoë has it.")
    #expect(error.details == details)
    #expect(error.info?.reason == "EMAIL_TAKEN")
    #expect(error.info == Self.info)
    #expect(error.fieldViolations == Self.request.fieldViolations)
    #expect(error.retryDelay == .milliseconds(1_500))
  }

  @Test("leave their cause behind")
  func cause() throws {
    struct Secret: Error {}
    let arena = Arena()
    let status = try RPCError(.internal, "Sorry.", cause: Secret()).status(in: arena)
    #expect(status == Status(code: 13, message: "Sorry."))
    #expect(RPCError(status, in: arena)?.cause == nil)
  }

  @Test("without details have no reason, fields or delay")
  func bare() throws {
    let error = try #require(try sent(RPCError(.unavailable, "")))
    #expect(error.info?.reason == nil)
    #expect(error.info == nil)
    #expect(error.fieldViolations.isEmpty)
    #expect(error.retryDelay == nil)
    #expect(
      try #require(try sent(RPCError(.unavailable, "", details: [.retryInfo(RetryInfo())]))).retryDelay == nil
    )
  }

  @Test("an OK status is no error")
  func ok() throws {
    #expect(try sent(RPCError(.ok, "Fine.")) == nil)
  }

  @Test("keep a code that this build does not know", arguments: [-1, 17, .max, .min] as [Int32])
  func unknownCode(_ code: Int32) throws {
    #expect(try sent(RPCError(Code(rawValue: code), "?"))?.code.rawValue == code)
  }

  @Test("keep a detail of a known type that does not decode as it came")
  func brokenDetail() throws {
    let broken = [
      ProtoAny(typeURL: "type.googleapis.com/google.rpc.ErrorInfo", value: [0xff]),
      ProtoAny(typeURL: "type.googleapis.com/google.rpc.BadRequest", value: [0x0a, 0x05]),
      ProtoAny(typeURL: "type.googleapis.com/google.rpc.RetryInfo", value: [0x0a]),
      ProtoAny(typeURL: "google.rpc.ErrorInfo", value: []),
      ProtoAny(),
    ]
    let arena = Arena()
    for any in broken { #expect(ErrorDetail(any, in: arena) == .other(any)) }
  }

  @Test("travel under the type URLs that every client of gRPC knows")
  func typeURLs() throws {
    let arena = Arena()
    let details: [ErrorDetail] = [.errorInfo(Self.info), .badRequest(Self.request), .retryInfo(Self.retry)]
    #expect(
      try details.map { try $0.any(in: arena).typeURL } == [
        "type.googleapis.com/google.rpc.ErrorInfo",
        "type.googleapis.com/google.rpc.BadRequest",
        "type.googleapis.com/google.rpc.RetryInfo",
      ]
    )
  }

  @Test("read well in a log")
  func description() {
    #expect(RPCError(.notFound, "There is no user 7.").description == "NOT_FOUND: There is no user 7.")
    let error = RPCError(.alreadyExists, "Taken.", details: [.errorInfo(Self.info)])
    #expect(error.description == "ALREADY_EXISTS (EMAIL_TAKEN): Taken.")
  }
}

@Suite("Status codes")
struct CodeTests {
  @Test(
    "have gRPC's numbers and names",
    arguments: [
      (Code.ok, 0, "OK"), (.cancelled, 1, "CANCELLED"), (.unknown, 2, "UNKNOWN"),
      (.invalidArgument, 3, "INVALID_ARGUMENT"), (.deadlineExceeded, 4, "DEADLINE_EXCEEDED"),
      (.notFound, 5, "NOT_FOUND"), (.alreadyExists, 6, "ALREADY_EXISTS"),
      (.permissionDenied, 7, "PERMISSION_DENIED"), (.resourceExhausted, 8, "RESOURCE_EXHAUSTED"),
      (.failedPrecondition, 9, "FAILED_PRECONDITION"), (.aborted, 10, "ABORTED"),
      (.outOfRange, 11, "OUT_OF_RANGE"),
      (.unimplemented, 12, "UNIMPLEMENTED"), (.internal, 13, "INTERNAL"), (.unavailable, 14, "UNAVAILABLE"),
      (.dataLoss, 15, "DATA_LOSS"), (.unauthenticated, 16, "UNAUTHENTICATED"),
    ] as [(Code, Int32, String)]
  )
  func names(_ code: Code, _ number: Int32, _ name: String) {
    #expect(code.rawValue == number)
    #expect(code.description == name)
  }

  @Test(
    "of a later release have a number",
    arguments: [(17, "CODE_17"), (-1, "CODE_-1")] as [(Int32, String)]
  )
  func unknown(_ number: Int32, _ name: String) {
    #expect(Code(rawValue: number).description == name)
  }
}
