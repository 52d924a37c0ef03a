import RosterProto

/// Whether a user must have a second factor: by the settings, by staff, or by an account the user belongs to.
enum SecondFactorRequirement {
  static func applies(to user: User, _ context: WriteContext) throws -> Bool {
    if context.settings.twoFactorRequired || user.twoFactorRequired { return true }
    return try SecondFactorQueries.isRequiredByAccounts(of: user.id, context.db)
  }
}
