extension Schema {
  // One offer an account; it is deleted when it ends.
  static let ownershipOffers = """
    CREATE TABLE ownership_offers (
      account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      former_owner_permissions INTEGER NOT NULL,
      create_time INTEGER NOT NULL,
      expire_time INTEGER NOT NULL,
      revision INTEGER NOT NULL
    ) STRICT;
    """
}
