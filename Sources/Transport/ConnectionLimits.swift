/// What one connection may ask of the memory and the time of the other side, and all of them of a server's,
/// whatever protocol they speak. Every limit has its unit in its name.
public struct ConnectionLimits: Sendable, Hashable {
  // MARK: Calls

  /// The most memory that decoding one request and building its reply may take.
  public var maxArenaBytes = 16 << 20

  /// The most bytes in the keys and values of one request's metadata.
  public var maxMetadataBytes = 8 << 10

  /// The most pairs in one request's metadata.
  public var maxMetadataEntries = 64

  /// The most calls of one connection that may wait for a late answer.
  public var maxStreamsPerConnection = 1_024

  /// The most payload bytes that the waiting calls of one connection may hold together.
  public var maxHeldRequestBytesPerConnection = 16 << 20

  /// The longest time that a unary call may take, whatever its caller says.
  public var maxCallSeconds: Int64 = 30

  /// The longest time that a streaming call may take between two messages, in either direction. It has no
  /// other limit but its caller's deadline.
  public var maxStreamIdleSeconds: Int64 = 5 * 60

  /// The most calls in a row that may be refused, for their frames or for their credentials, on a connection
  /// on which no caller has shown valid credentials; it is closed then.
  public var maxRefusalsUnauthenticated = 1_000

  // MARK: Output

  /// Replies are handed to the socket at the end of what was read together, or when they reach this many
  /// bytes.
  public var maxBatchedOutputBytes = 64 << 10

  /// Bytes queued for a peer that does not read, past which no more is read from it until it does.
  public var maxQueuedOutputBytes = 1 << 20

  /// Bytes queued for a peer that does not read, past which the connection is closed: late answers still come
  /// in after reading has stopped, and they too must end somewhere.
  public var maxStalledOutputBytes = 16 << 20

  /// The longest time that more than ``maxQueuedOutputBytes`` may stay queued.
  public var maxStallSeconds: Int64 = 30

  /// How long a connection that the server has closed for writing waits for the peer to close its side.
  public var maxLingerSeconds: Int64 = 1

  // MARK: Connections

  /// The most connections of one server; more are closed as they come in.
  public var maxConnections = 10_000

  /// The most connections from one IPv4 address, or from one /64 network of IPv6. Those over Unix sockets are
  /// not counted.
  public var maxConnectionsPerAddress = 1_000

  /// The most bytes that all connections of a server may hold together, in unfinished frames and in unread
  /// replies.
  public var maxHeldBytes = 256 << 20

  /// How long no connection is accepted after the system had no file descriptor or memory for one.
  public var acceptPauseSeconds: Int64 = 1

  /// How long a TCP connection is idle before its peer is probed.
  public var keepaliveIdleSeconds: Int64 = 60

  /// The time between two probes.
  public var keepaliveIntervalSeconds: Int64 = 15

  /// The unanswered probes after which the peer is taken to have vanished.
  public var keepaliveProbes: Int64 = 3

  public init() {}
}
