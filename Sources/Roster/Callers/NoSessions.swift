/// No sessions: only principals can call.
package struct NoSessions: SessionDirectory {
  package init() {}

  package func user(token: [UInt8]) -> SignedInUser? { nil }
}
