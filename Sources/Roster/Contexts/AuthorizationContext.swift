import RPC

/// What a method is given besides its request: it can tell what the calling user may do.
protocol AuthorizationContext: SendableMetatype {
  /// - Throws: `PERMISSION_DENIED` where a user calls whom the rule does not let do this.
  func permit<Request>(_ request: Request, by rule: UserRule<Request>, _ call: Call) throws
}
