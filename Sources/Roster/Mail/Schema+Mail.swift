extension Schema {
  // A mail's secret is kept as long as the mail can still be sent, one that was given up included, and not a
  // moment longer; the check sees to that whatever a query forgets. `next_attempt_time` is also the time at
  // which a mail that was being delivered when the process died is due again.
  static let mailOutbox = """
    CREATE TABLE mails (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      template TEXT NOT NULL,
      language TEXT NOT NULL,
      recipient TEXT NOT NULL,
      recipient_key TEXT NOT NULL,
      variables TEXT NOT NULL,
      secret TEXT,
      state INTEGER NOT NULL DEFAULT 1 CHECK (state IN (1, 2, 3)),
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_time INTEGER NOT NULL,
      last_error TEXT NOT NULL DEFAULT '',
      create_time INTEGER NOT NULL,
      sent_time INTEGER,
      update_time INTEGER NOT NULL,
      revision INTEGER NOT NULL DEFAULT 1,
      CHECK (secret IS NULL OR state <> 2),
      CHECK ((sent_time IS NOT NULL) = (state = 2))
    ) STRICT;
    CREATE INDEX mails_due ON mails (next_attempt_time, id) WHERE state = 1;
    CREATE INDEX mails_failed ON mails (id) WHERE state = 3;
    CREATE INDEX mails_by_recipient ON mails (recipient_key, id);
    """
}
