import Glibc
import Synchronization

/// The thread that something belongs to: the first one that uses it.
///
/// For what is `@unchecked Sendable` because one thread alone uses it: this is where a second one traps.
package struct ThreadOwner: ~Copyable, Sendable {
  // 0 until the first use. No pthread_t is 0.
  private let owner = Atomic<UInt>(0)

  package init() {}

  /// Traps on any thread but the owner.
  package func check(file: StaticString = #fileID, line: UInt = #line) {
    let current = UInt(pthread_self())
    let known = owner.load(ordering: .relaxed)
    if known == current { return }
    let isFirst = owner.compareExchange(expected: 0, desired: current, ordering: .relaxed).exchanged
    precondition(isFirst, "used by a second thread", file: file, line: line)
  }
}
