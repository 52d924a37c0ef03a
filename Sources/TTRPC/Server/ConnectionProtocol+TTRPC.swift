import NIOCore
import RPC
import Transport

extension ConnectionProtocol {
  /// ttrpc, whose calls go to a router's methods.
  public static func ttrpc(_ router: Router, limits: TTRPCLimits = TTRPCLimits()) -> ConnectionProtocol {
    ConnectionProtocol { channel, loop in
      let peer = Peer(address: channel.remoteAddress?.peerDescription ?? "unknown")
      let handler = ServerConnectionHandler(loop: loop, router: router, limits: limits, peer: peer)
      try channel.pipeline.syncOperations.addHandler(handler)
    }
  }
}
