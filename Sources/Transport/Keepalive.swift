import NIOCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The options of TCP that find a peer which has vanished without a word.
///
/// An idle connection is probed, and one with bytes that nobody acknowledges is given up, both within
/// ``ConnectionLimits/maxUnansweredSeconds``. See tcp(7).
package struct Keepalive: Sendable {
  /// Options and their values, in the order in which they are set.
  let options: [(option: ChannelOptions.Types.SocketOption, value: SocketOptionValue)]

  package init(_ limits: ConnectionLimits) {
    let idle = SocketOptionValue(limits.keepaliveIdleSeconds)
    var options: [(option: ChannelOptions.Types.SocketOption, value: SocketOptionValue)] = [
      (.socketOption(.so_keepalive), 1)
    ]
    #if canImport(Glibc)
      let interval = SocketOptionValue(limits.keepaliveIntervalSeconds)
      let patience = SocketOptionValue(limits.maxUnansweredSeconds * 1_000)
      options += [
        (.tcp(TCP_KEEPIDLE), idle),
        (.tcp(TCP_KEEPINTVL), interval),
        (.tcp(TCP_KEEPCNT), SocketOptionValue(limits.keepaliveProbes)),
        (.tcp(TCP_USER_TIMEOUT), patience),
      ]
    #else
      options.append((.tcp(TCP_KEEPALIVE), idle))
    #endif
    self.options = options
  }

  /// Sets the options on a TCP connection.
  package func apply(to channel: any NIOCore.Channel) throws {
    for (option, value) in options { try channel.syncOptions?.setOption(option, value: value) }
  }
}

extension ConnectionLimits {
  /// How long a peer that does not answer the network is waited for.
  public var maxUnansweredSeconds: Int64 {
    keepaliveIdleSeconds + keepaliveIntervalSeconds * keepaliveProbes
  }
}

extension ChannelOptions.Types.SocketOption {
  fileprivate static func tcp(_ name: CInt) -> Self {
    Self(level: .tcp, name: NIOBSDSocket.Option(rawValue: name))
  }
}
