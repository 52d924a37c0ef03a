/// Who may call a method; declared beside the method.
package enum Rule: Sendable {
  /// Anyone at all, without a token.
  case anyone
  /// Any principal.
  case authenticated
  /// A principal whose role has the grant.
  case grant(Grant)
}
