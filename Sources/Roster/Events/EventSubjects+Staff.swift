import RosterProto

// What events record about principals, roles and keys. None of these messages contains a key's token.
extension Principal: EventSubject {
  static var empty: Principal { Principal() }

  func note(in changes: inout EventChanges, from before: Principal) {
    changes.note("kind", from: before.kind, to: kind)
    changes.note("name", from: before.name, to: name)
    changes.note("role", from: before.role, to: role)
  }
}

extension Role: EventSubject {
  static var empty: Role { Role() }

  func note(in changes: inout EventChanges, from before: Role) {
    changes.note("name", from: before.name, to: name)
    changes.note("grants", from: before.grants, to: grants)
    changes.note("built_in", from: before.builtIn, to: builtIn)
  }
}

extension ApiKey: EventSubject {
  static var empty: ApiKey { ApiKey() }

  func note(in changes: inout EventChanges, from before: ApiKey) {
    changes.note("principal_id", from: before.principalID, to: principalID)
    changes.note("label", from: before.label, to: label)
    changes.note("expire_time", from: before.expireTime, to: expireTime)
    changes.note("revoke_time", from: before.revokeTime, to: revokeTime)
  }
}
