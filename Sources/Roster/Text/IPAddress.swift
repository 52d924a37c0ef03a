#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An IP address in text, as `inet_pton` reads it.
struct IPAddress: Sendable {
  /// - Returns: nil for anything else.
  init?(_ text: String) {
    var address = in6_addr()
    guard inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1 else {
      return nil
    }
  }
}
