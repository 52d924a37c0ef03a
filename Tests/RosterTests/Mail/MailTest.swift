import Logging
import Mail
import SQL
import Synchronization
import TestSupport

@testable import Roster

/// An outbox on its own database, and the means to deliver its mails step by step.
final class MailTest: Sendable {
  static let link = "https://example.com/invitation?token=abc123"

  let directory: TemporaryDirectory
  let clock = SettableClock()
  let outbox = MailOutbox(sealer: TestService.sealer)
  let writer: WriteQueue

  private let isStopped = Atomic(false)

  /// - Parameter directory: that of an earlier, stopped instance.
  init(in directory: TemporaryDirectory? = nil) throws {
    let directory = directory ?? TemporaryDirectory()
    self.directory = directory
    let database = directory.database
    try RosterService.migrate(database, now: SettableClock.start)
    writer = try WriteQueue(database: database)
  }

  deinit { stop() }

  func stop() {
    if !isStopped.exchange(true, ordering: .relaxed) { writer.stop() }
  }

  // The writer's closures must not retain this object: the writer would then release it last, and cannot wait
  // for its own end.

  static func composer(productName: @escaping @Sendable () -> String = { "Acme" }) throws -> MailComposer {
    MailComposer(
      templates: try TemplateSet(),
      sender: try MailAddress("no-reply@example.com", name: "Acme"),
      productName: productName
    )
  }

  /// - Parameter maxAttempts: few, so that a test reaches them.
  func delivery(by transport: any MailTransport, maxAttempts: Int = 3) throws -> MailDelivery {
    MailDelivery(
      writer: writer,
      sealer: outbox.sealer,
      composer: try Self.composer(),
      transport: transport,
      backoff: MailBackoff(random: { 0 }),
      clock: WallClock { [clock] in clock.now },
      maxAttempts: maxAttempts
    )
  }

  func dispatcher(by transport: any MailTransport) throws -> MailDispatcher {
    MailDispatcher(
      outbox: outbox,
      writer: writer,
      composer: try Self.composer(),
      transport: transport,
      backoff: MailBackoff(random: { 0 }),
      clock: WallClock { [clock] in clock.now },
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    )
  }

  /// Queues a mail to Bob in a write that then runs `rest`.
  @discardableResult
  func enqueue(
    _ template: MailTemplate,
    language: String = "en",
    variables: [String: String],
    secret: String? = nil,
    topic: MailTopic? = nil,
    expireTime: Time? = nil,
    rest: @escaping @Sendable () throws -> Void = {}
  ) throws -> Int64 {
    try writer.perform { [outbox, stamp = stamp(1)] db in
      let id = try outbox.enqueue(
        template,
        to: "bob@example.net",
        language: language,
        variables: variables,
        secret: secret,
        topic: topic,
        expireTime: expireTime,
        stamp,
        db
      )
      try rest()
      return id
    }
  }

  /// The topic of ``enqueueInvitation(language:expireTime:)``.
  static let topic = MailTopic.invitation(7)

  /// A mail with a secret.
  @discardableResult
  func enqueueInvitation(language: String = "en", expireTime: Time? = nil) throws -> Int64 {
    let variables = ["account_name": "Acme", "expire_time": "2026-01-08 00:00 UTC", "recipient_name": "Bob"]
    return try enqueue(
      .invitation,
      language: language,
      variables: variables,
      secret: Self.link,
      topic: Self.topic,
      expireTime: expireTime
    )
  }

  /// That of an event.
  private func stamp(_ revision: Int64) -> Stamp { Stamp(clock.now, revision: revision) }

  /// As event 2 does it.
  func withdraw() throws {
    try writer.perform { [outbox, stamp = stamp(2)] in try outbox.withdraw(Self.topic, stamp, $0) }
  }

  func mayHaveArrived() throws -> Bool {
    try writer.perform { [outbox] in try outbox.mayHaveArrived(Self.topic, $0) }
  }

  /// A mail without a secret.
  @discardableResult
  func enqueueNotice() throws -> Int64 {
    try enqueue(.accessRemoved, variables: ["account_name": "Acme"])
  }

  func mail(_ id: Int64) throws -> OutboxMail? {
    try writer.perform { try MailQueries.mailIfAny(id: id, $0) }
  }

  func hasSecret(_ id: Int64) throws -> Bool {
    try integer("SELECT secret IS NOT NULL FROM mails WHERE id = \(id)") == 1
  }

  func execute(_ sql: String) throws {
    try writer.perform { try $0.execute(script: sql) }
  }

  /// The single number that a query returns.
  func integer(_ sql: String) throws -> Int64? {
    try writer.perform { try $0.first(sql: sql) { $0.int64(0) } }
  }

  /// As event 3 does it.
  func retry(_ id: Int64) throws {
    try writer.perform { [outbox, stamp = stamp(3)] db in
      try outbox.retry(try MailQueries.mailIfAny(id: id, db)!, stamp, db)
    }
  }
}
