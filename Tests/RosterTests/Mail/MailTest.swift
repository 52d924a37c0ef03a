import Logging
import Mail
import SQL
import Synchronization
import TestSupport

@testable import Roster

/// An outbox on a database of its own, and what is needed to empty it by hand.
final class MailTest: Sendable {
  static let link = "https://example.com/invitation?token=abc123"

  let directory: TemporaryDirectory
  let clock = SettableClock()
  let outbox = MailOutbox()
  let writer: WriteQueue

  private let isStopped = Atomic(false)

  /// - Parameter directory: one that was used before and has been stopped.
  init(in directory: TemporaryDirectory? = nil) throws {
    let directory = directory ?? TemporaryDirectory()
    self.directory = directory
    let database = RosterService.database(in: directory.path)
    try RosterService.migrate(database, now: SettableClock.start)
    writer = try WriteQueue(database: database)
  }

  deinit { stop() }

  func stop() {
    if !isStopped.exchange(true, ordering: .relaxed) { writer.stop() }
  }

  // What the writer is given does not hold on to this: the writer would be the last to let go of it, and
  // cannot wait for its own end.

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

  /// Queues a mail to Bob in a mutation that then does `rest`.
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
    try writer.perform { [outbox, now = clock.now] db in
      let id = try outbox.enqueue(
        template,
        to: "bob@example.net",
        language: language,
        variables: variables,
        secret: secret,
        topic: topic,
        expireTime: expireTime,
        now: now,
        db
      )
      try rest()
      return id
    }
  }

  /// What ``enqueueInvitation(language:expireTime:)`` is about.
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

  func withdraw() throws {
    try writer.perform { [outbox, now = clock.now] in try outbox.withdraw(Self.topic, now: now, $0) }
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

  /// The one number that a query answers.
  func integer(_ sql: String) throws -> Int64? {
    try writer.perform { try $0.first(sql: sql) { $0.int64(0) } }
  }

  func retry(_ id: Int64) throws {
    try writer.perform { [outbox, now = clock.now] db in
      try outbox.retry(try MailQueries.mailIfAny(id: id, db)!, now: now, db)
    }
  }
}
