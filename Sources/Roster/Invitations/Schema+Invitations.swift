import SQL

extension Schema {
  // `state` is the last state written; `expired` follows from `expire_time`. The token's hash is kept after
  // the answer, so that an old link still shows the outcome.
  //
  // `invitation_sends` is for the rate limits: a row for each mail, kept for the longer of their windows.
  static func invitations(_ sql: any SchemaDialect) -> String {
    """
    CREATE TABLE invitations (
      id \(sql.identity),
      account_id \(sql.integer) NOT NULL REFERENCES accounts (id),
      email \(sql.text) NOT NULL,
      email_key \(sql.text) NOT NULL,
      permissions \(sql.integer) NOT NULL,
      membership_expire_time \(sql.integer),
      language \(sql.text) NOT NULL,
      inviter_kind \(sql.integer) NOT NULL,
      inviter_id \(sql.integer) NOT NULL,
      inviter_name \(sql.text) NOT NULL,
      state \(sql.integer) NOT NULL DEFAULT 1 CHECK (state IN (1, 2, 3, 4)),
      token_hash \(sql.blob) NOT NULL UNIQUE,
      expire_time \(sql.integer) NOT NULL,
      send_count \(sql.integer) NOT NULL DEFAULT 1,
      send_time \(sql.integer) NOT NULL,
      accepted_by_user_id \(sql.integer) NOT NULL DEFAULT 0,
      create_time \(sql.integer) NOT NULL,
      update_time \(sql.integer) NOT NULL,
      revision \(sql.integer) NOT NULL DEFAULT 1,
      CHECK ((state = 2) = (accepted_by_user_id <> 0))
    )\(sql.tableEnd);
    CREATE INDEX invitations_by_account ON invitations (account_id, id);
    CREATE INDEX invitations_by_email ON invitations (email_key, id);
    CREATE INDEX invitations_by_create_time ON invitations (create_time, id);
    CREATE INDEX invitations_by_expire_time ON invitations (expire_time, id);
    CREATE INDEX invitations_pending ON invitations (account_id, expire_time) WHERE state = 1;

    CREATE TABLE invitation_sends (
      id \(sql.rowKey),
      account_id \(sql.integer) NOT NULL,
      email_key \(sql.text) NOT NULL,
      time \(sql.integer) NOT NULL
    )\(sql.tableEnd);
    CREATE INDEX invitation_sends_by_account ON invitation_sends (account_id, time);
    CREATE INDEX invitation_sends_by_email ON invitation_sends (email_key, time);
    CREATE INDEX invitation_sends_by_time ON invitation_sends (time);
    """
  }
}
