import RPC
import TTRPC

/// The requests of a run.
enum RequestSource: Sendable {
  /// Encoded beforehand and sent in turns: for calls that may be repeated.
  case prepared([PreparedRequest])

  /// A new request for every number: for calls that must differ.
  case made(@Sendable (_ number: UInt64) throws(RPCError) -> PreparedRequest)

  func request(_ number: UInt64) throws(RPCError) -> PreparedRequest {
    switch self {
    case .prepared(let requests): requests[Int(number % UInt64(requests.count))]
    case .made(let make): try make(number)
    }
  }

  /// The first number of a worker: far enough from the others that their requests differ.
  func start(ofWorker index: Int, of count: Int) -> UInt64 {
    switch self {
    case .prepared(let requests): UInt64(requests.count / count * index)
    case .made: UInt64(index) << 40
    }
  }
}
