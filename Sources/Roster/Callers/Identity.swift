/// Whom the metadata of a call names.
package enum Identity: Sendable {
  /// Nobody: the method needs no token.
  case anyone
  /// Staff or a service, authenticated by an API key.
  case principal(CallingPrincipal)
  /// Whoever has the token of this session; the database tells whether there is one.
  case session(TokenHash, broker: CallingPrincipal?)
}
