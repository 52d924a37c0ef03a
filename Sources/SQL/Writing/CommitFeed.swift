import Work

/// What the writer's transactions change, in order, for those who keep something in memory of it.
///
/// Jobs announce changes while they run. A change that is undone with its savepoint, its job or its batch is
/// dropped. What is left is told once a batch, after the commit and before the batch's jobs are: who has the
/// reply to a change meets nobody who does not know of it.
///
/// `@unchecked Sendable`: used on the writer's thread only, which `owner` checks.
package final class CommitFeed<Change: Sendable>: TransactionObserver, @unchecked Sendable {
  private let owner = ThreadOwner()
  private var subscribers: [any CommitSubscriber<Change>]
  private var changes: [Change] = []
  /// How many changes there were when each of the open savepoints began.
  private var marks: [Int] = []
  private var mustForget = false

  /// - Parameter subscribers: told of all transactions, in this order.
  package init(_ subscribers: [any CommitSubscriber<Change>] = []) {
    self.subscribers = subscribers
  }

  /// Has another subscriber told of all transactions from the current one on, after those that are there.
  package func subscribe(_ subscriber: any CommitSubscriber<Change>) {
    owner.check()
    subscribers.append(subscriber)
  }

  /// Announces a change that the current transaction makes.
  package func announce(_ change: Change) {
    owner.check()
    changes.append(change)
  }

  /// How many changes the current transaction has announced and not undone.
  package var count: Int {
    owner.check()
    return changes.count
  }

  /// Has subscribers read anew what they know, once the current transaction has ended: it changes more of the
  /// database than they are told of.
  package func forget() {
    owner.check()
    mustForget = true
  }

  // MARK: Transactions

  package func transactionDidBegin(on connection: any Connection) throws {
    owner.check()
    for subscriber in subscribers { try subscriber.transactionDidBegin(on: connection) }
  }

  package func savepointDidBegin() {
    owner.check()
    marks.append(changes.count)
  }

  package func savepointDidRelease() {
    owner.check()
    marks.removeLast()
  }

  package func savepointDidRollBack() {
    owner.check()
    changes.removeSubrange(marks.removeLast()...)
  }

  package func transactionWillCommit(on connection: any Connection) throws {
    owner.check()
    guard !changes.isEmpty else { return }
    for subscriber in subscribers { try subscriber.prepare(changes, on: connection) }
  }

  package func transactionDidEnd(_ end: TransactionEnd) {
    owner.check()
    for subscriber in subscribers {
      switch end {
      case .committed: if !changes.isEmpty { subscriber.commit(changes) }
      case .rolledBack: subscriber.rollBack()
      case .unknown: subscriber.forget()
      }
      if mustForget { subscriber.forget() }
    }
    mustForget = false
    changes.removeAll(keepingCapacity: true)
    // Savepoints end with their transaction.
    marks.removeAll()
  }
}

/// Keeps something in memory of what the writer's transactions change. Called on the writer's thread.
package protocol CommitSubscriber<Change>: AnyObject, Sendable {
  associatedtype Change: Sendable

  /// A transaction has begun: the moment to read what is not known yet.
  func transactionDidBegin(on connection: any Connection) throws

  /// These changes, at least one, are about to be committed. Reads and writes what goes with them, in the
  /// same transaction; what it throws undoes them.
  func prepare(_ changes: [Change], on connection: any Connection) throws

  /// What was prepared is committed and counts from now on.
  func commit(_ changes: [Change])

  /// What was prepared, if anything, is undone.
  func rollBack()

  /// Nobody knows whether what was prepared is in the database: it has to be read again.
  func forget()
}

extension CommitSubscriber {
  package func transactionDidBegin(on connection: any Connection) throws {}
  package func prepare(_ changes: [Change], on connection: any Connection) throws {}
  package func rollBack() {}
  package func forget() { rollBack() }
}
