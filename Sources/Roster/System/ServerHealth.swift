import Synchronization

/// Whether the server accepts calls: true until it drains.
package final class ServerHealth: Sendable {
  private let serving = Atomic(true)

  package init() {}

  package var isServing: Bool { serving.load(ordering: .acquiring) }

  /// Reports from now on that the server does not serve, so that clients send it no new work.
  package func drain() {
    serving.store(false, ordering: .releasing)
  }
}
