/// The limits of the domain. Those of the transport are in TTRPC.
package enum Limits {
  /// Entries in a page when the caller names no size.
  package static let defaultPageEntries = 50
  /// The most entries in a page; a larger `page_size` is reduced to it.
  package static let maxPageEntries = 1_000
  /// Events verified in a call when the caller names no size.
  package static let defaultVerifiedEvents = 10_000
  /// The most events verified in a call; a larger `page_size` is reduced to it.
  package static let maxVerifiedEvents = 100_000
  /// Entries in a batch request.
  package static let maxBatchEntries = 1_000

  /// RFC 5321 leaves 254 bytes for an address that fits a path with its angle brackets.
  package static let maxEmailBytes = 254
  package static let maxNameCodePoints = 128
  package static let maxNoteCodePoints = 1_024
  package static let maxQuestionCodePoints = 254
  package static let maxLinkBytes = 2_000
  /// RFC 1035, section 2.3.4, without the final dot.
  package static let maxDomainBytes = 253
  /// The longest tag RFC 5646, section 4.4.1, expects.
  package static let maxLanguageBytes = 35
  /// A search text.
  package static let maxQueryBytes = 254
  /// The kind of an event in a filter.
  package static let maxEventKindBytes = 64
  /// The name of a mail's template in a filter.
  package static let maxTemplateNameBytes = 64
  /// Writes that wait for the writer; one more is refused.
  package static let maxQueuedWrites = 8_192
  /// Writes that share a transaction, and so an fsync.
  package static let maxWritesPerBatch = 256
  /// Scans that run at once.
  package static let scanThreads = 2
  /// Scans that wait for a thread; one more is refused.
  package static let maxQueuedScans = 256
  /// Computations that run at once, unless the operator says how many: one for each core, but no more.
  package static let maxDefaultComputeThreads = 4
  /// Computations that wait for a thread and for memory; one more is refused.
  package static let maxQueuedComputations = 256
  /// The most memory that one computation takes: the least that all may take together.
  package static let maxComputationMebibytes = 64
  /// What computations that run at once take together, unless the operator says how much.
  package static let defaultComputeMebibytes = 128
  /// Attempts at delivering a mail before it is given up.
  package static let maxMailAttempts = 10

  /// How long after proving their identity a user may change credentials.
  package static let reauthenticationSeconds: Int64 = 600

  /// Failed attempts after which further ones have to wait.
  package static let freeFailures: Int64 = 5
  /// The same for all users of one IP address.
  package static let freeFailuresOfSource: Int64 = 50
  /// The longest wait after a failed attempt.
  package static let maxThrottleSeconds: Int64 = 900
  /// How long after the last one failed attempts are counted.
  package static let failureMemorySeconds: Int64 = 24 * 3_600
  /// Devices of a user that are remembered, so that a sign-in from another is told by mail.
  package static let maxKnownDevices = 50
  package static let maxPasskeys = 20
  /// The answer to a security question.
  package static let answerCodePoints = 2...128

  /// The retry delay sent to a caller when a queue is full.
  package static let overloadRetryMilliseconds = 100
}
