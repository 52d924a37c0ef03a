/// What another thread has for a call: the right argument of ``CallCarrier``'s methods.
struct CallNotification: Sendable {
  enum Kind: Sendable {
    case finished(Result<[UInt8], RPCError>)
    case hasReplies
    case hasRoomForRequests
  }

  let call: Call
  let kind: Kind

  func deliver() {
    switch kind {
    case .finished(let result): call.carrier.finish(call, with: result)
    case .hasReplies: call.carrier.sendReplies(of: call)
    case .hasRoomForRequests: call.carrier.resumeRequests(of: call)
    }
  }
}
