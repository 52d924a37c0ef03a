import RosterProto

// What events record about sessions. The token is no part of a session.
extension Session: EventSubject {
  static var empty: Session { Session() }

  func note(in changes: inout EventChanges, from before: Session) {
    changes.note("user_id", from: before.userID, to: userID)
    changes.note("stage", from: before.stage, to: stage)
    changes.note("account_id", from: before.accountID, to: accountID)
    changes.note("methods", from: before.methods, to: methods)
    changes.note("device_label", from: before.deviceLabel, to: deviceLabel)
    changes.note("source_address", from: before.sourceAddress, to: sourceAddress)
    changes.note("expire_time", from: before.expireTime, to: expireTime)
  }
}

extension Passkey: EventSubject {
  static var empty: Passkey { Passkey() }

  func note(in changes: inout EventChanges, from before: Passkey) {
    changes.note("user_id", from: before.userID, to: userID)
    changes.note("label", from: before.label, to: label)
    changes.note("backed_up", from: before.backedUp, to: backedUp)
  }
}

extension SessionStage: EventValue {
  var eventText: String { self == .unspecified ? "" : name }
}

extension AuthenticationMethod: EventValue {
  var eventText: String { self == .unspecified ? "" : name }
}
