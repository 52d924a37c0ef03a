import NIOCore

/// Tells when accepting connections fails for want of file descriptors or memory, and when it works again.
///
/// Waiting between the attempts is NIO's `AcceptBackoffHandler`; without it the listening socket stays
/// readable and the event loop spins.
final class AcceptReporter: ChannelInboundHandler {
  typealias InboundIn = any NIOCore.Channel

  private let report: (@Sendable (ServerEvent) -> Void)?
  private var isPaused = false

  init(_ report: (@Sendable (ServerEvent) -> Void)?) {
    self.report = report
  }

  /// The handlers of a listening socket, outermost first.
  static func assemble(_ channel: any NIOCore.Channel, _ configuration: ServerConfiguration) throws {
    let pause = TimeAmount.seconds(configuration.limits.acceptPauseSeconds)
    let operations = channel.pipeline.syncOperations
    try operations.addHandler(AcceptBackoffHandler { _ in pause })
    try operations.addHandler(AcceptReporter(configuration.report))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if error is IOError, !isPaused {
      isPaused = true
      report?(.acceptPaused(cause: explanation(of: error)))
    }
    context.fireErrorCaught(error)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isPaused {
      isPaused = false
      report?(.acceptResumed)
    }
    context.fireChannelRead(data)
  }
}
