import RPC
import TTRPC

/// What to send, call after call.
enum RequestSource: Sendable {
  /// Requests encoded beforehand, sent round and round: for calls that may be repeated.
  case prepared([PreparedRequest])

  /// A request of its own for every number: for calls that have to differ.
  case made(@Sendable (_ number: UInt64) throws(RPCError) -> PreparedRequest)

  func request(_ number: UInt64) throws(RPCError) -> PreparedRequest {
    switch self {
    case .prepared(let requests): requests[Int(number % UInt64(requests.count))]
    case .made(let make): try make(number)
    }
  }

  /// Where a worker begins: far enough from the others that their requests differ.
  func start(ofWorker index: Int, of count: Int) -> UInt64 {
    switch self {
    case .prepared(let requests): UInt64(requests.count / count * index)
    case .made: UInt64(index) << 40
    }
  }
}
