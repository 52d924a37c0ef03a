/// What the frames of one connection may ask of the other side, beyond the limits that all protocols share
/// (``ConnectionLimits``). Every limit has its unit in its name.
public struct TTRPCLimits: Sendable, Hashable {
  /// The most bytes after a frame's header, envelope included. The protocol's own bound is the default.
  public var maxFrameBytes = 4 << 20

  /// The longest time from a frame's first byte to its last.
  public var maxFrameSeconds: Int64 = 10

  /// The most fields in one request's envelope, metadata included: fields of later versions are skipped, and
  /// a flood of them must not cost more than the call.
  public var maxRequestFields = 128

  /// The most frames of an authenticated connection that run before other connections have their turn.
  public var maxFramesPerTurn = 256

  /// As ``maxFramesPerTurn``, of a connection on which no caller has shown valid credentials.
  public var maxFramesPerTurnUnauthenticated = 32

  /// The most calls of one connection whose callers stream at once.
  public var maxCallerStreamsPerConnection = 16

  /// The longest time that a stream whose method does not take its messages may hold up its connection: ttrpc
  /// has no flow control for each stream.
  public var maxStreamStallSeconds: Int64 = 10

  public init() {}
}
