import SQL

extension Schema {
  // A mail's secret is kept only while the mail can still be sent, which includes failed mails; a CHECK
  // guarantees it. `next_attempt_time` is also when a mail is due again after a crash during its delivery.
  static func mailOutbox(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE mails (
      id \(sql.identity),
      template \(sql.text) NOT NULL,
      language \(sql.text) NOT NULL,
      recipient \(sql.text) NOT NULL,
      recipient_key \(sql.text) NOT NULL,
      variables \(sql.text) NOT NULL,
      secret \(sql.text),
      state \(sql.integer) NOT NULL DEFAULT 1 CHECK (state IN (1, 2, 3)),
      attempts \(sql.integer) NOT NULL DEFAULT 0,
      next_attempt_time \(sql.integer) NOT NULL,
      last_error \(sql.text) NOT NULL DEFAULT '',
      create_time \(sql.integer) NOT NULL,
      sent_time \(sql.integer),
      update_time \(sql.integer) NOT NULL,
      revision \(sql.integer) NOT NULL DEFAULT 1,
      CHECK (secret IS NULL OR state <> 2),
      CHECK ((sent_time IS NOT NULL) = (state = 2))
    )\(sql.tableEnd);
    CREATE INDEX mails_due ON mails (next_attempt_time, id) WHERE state = 1;
    CREATE INDEX mails_failed ON mails (id) WHERE state = 3;
    CREATE INDEX mails_by_recipient ON mails (recipient_key, id);
    """
  }

  // `topic` is what a mail is about, if a later change can make it obsolete: queued mails are then withdrawn
  // (4). After `expire_time` a mail is not sent. `may_have_arrived` is 1 during an attempt, and stays 1 if
  // the outcome is unknown.
  //
  // A mail of an earlier release gets the topic of the invitation that was sent in the same transaction,
  // found by their equal times; a mail with attempts may have arrived.
  static func mailTopics(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE mails_with_topics (
      id \(sql.identity),
      template \(sql.text) NOT NULL,
      language \(sql.text) NOT NULL,
      recipient \(sql.text) NOT NULL,
      recipient_key \(sql.text) NOT NULL,
      variables \(sql.text) NOT NULL,
      secret \(sql.text),
      topic \(sql.text),
      expire_time \(sql.integer),
      state \(sql.integer) NOT NULL DEFAULT 1 CHECK (state IN (1, 2, 3, 4)),
      attempts \(sql.integer) NOT NULL DEFAULT 0,
      may_have_arrived \(sql.integer) NOT NULL DEFAULT 0 CHECK (may_have_arrived IN (0, 1)),
      next_attempt_time \(sql.integer) NOT NULL,
      last_error \(sql.text) NOT NULL DEFAULT '',
      create_time \(sql.integer) NOT NULL,
      sent_time \(sql.integer),
      update_time \(sql.integer) NOT NULL,
      revision \(sql.integer) NOT NULL DEFAULT 1,
      CHECK (secret IS NULL OR state IN (1, 3)),
      CHECK ((sent_time IS NOT NULL) = (state = 2))
    )\(sql.tableEnd);
    INSERT INTO mails_with_topics
      (id, template, language, recipient, recipient_key, variables, secret, topic, expire_time, state,
        attempts, may_have_arrived, next_attempt_time, last_error, create_time, sent_time, update_time,
        revision)
    SELECT id, template, language, recipient, recipient_key, variables, secret,
      (SELECT 'invitation/' || min(invitations.id) FROM invitations
        WHERE mails.template IN ('invitation', 'invitation_resent')
          AND invitations.email_key = mails.recipient_key
          AND mails.create_time IN (invitations.create_time, invitations.send_time)),
      NULL, state, attempts, \(sql.flag("attempts > 0")), next_attempt_time, last_error, create_time, \
    sent_time, update_time,
      revision
    FROM mails;
    DROP TABLE mails;
    ALTER TABLE mails_with_topics RENAME TO mails;
    CREATE INDEX mails_due ON mails (next_attempt_time, id) WHERE state = 1;
    CREATE INDEX mails_queued_by_update_time ON mails (update_time) WHERE state = 1;
    CREATE INDEX mails_failed ON mails (id) WHERE state = 3;
    CREATE INDEX mails_by_recipient ON mails (recipient_key, id);
    CREATE INDEX mails_by_topic ON mails (topic, id) WHERE topic IS NOT NULL;
    """
  }
}
