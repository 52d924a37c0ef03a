import Work

/// What happened, in order, on whichever thread.
package final class Log: Sendable {
  private let entries = Monitor<[String]>([])

  package init() {}

  package var lines: [String] { entries.withLock { $0 } }

  package func add(_ line: String) { entries.withLock { $0.append(line) } }
}
