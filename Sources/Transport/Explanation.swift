import NIOCore
import NIOPosix

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What went wrong with a socket, as a sentence, in the system's words where it was a system call.
package func explanation(of error: any Error) -> String {
  switch error {
  case let error as IOError:
    return "\(String(cString: strerror(error.errnoCode)))."
  case let error as NIOConnectionError:
    if let failure = error.connectionErrors.first { return explanation(of: failure.error) }
    return "The host \(error.host) is not known."
  case ChannelError.connectTimeout:
    return "Nothing answered in time."
  default:
    return "\(error)."
  }
}
