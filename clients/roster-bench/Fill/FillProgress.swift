import Foundation
import Synchronization

/// The progress of creating one kind of entity. On a terminal it is shown live.
final class FillProgress: Sendable {
  enum Outcome {
    case made
    case existing
    case refused(String)
  }

  private struct Counts {
    var made: UInt64 = 0
    var existing: UInt64 = 0
    var refused: [String: UInt64] = [:]
    var ended: ContinuousClock.Instant?
    var shown: ContinuousClock.Instant

    var done: UInt64 { made + existing + refused.values.reduce(0, +) }
  }

  private let kind: String
  private let total: UInt64
  private let started = ContinuousClock.now
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let counts: Mutex<Counts>

  init(kind: String, total: UInt64) {
    self.kind = kind
    self.total = total
    counts = Mutex(Counts(shown: started))
  }

  func count(_ outcome: Outcome) {
    let line = counts.withLock { counts -> String? in
      switch outcome {
      case .made: counts.made += 1
      case .existing: counts.existing += 1
      case .refused(let reason): counts.refused[reason, default: 0] += 1
      }
      guard isTerminal else { return nil }
      let now = ContinuousClock.now
      guard now - counts.shown > .milliseconds(200) else { return nil }
      counts.shown = now
      return "\(kind): \(grouped(Double(counts.done))) of \(grouped(Double(total)))"
    }
    if let line { show("\r\u{1b}[K\(line)") }
  }

  func end() {
    counts.withLock { $0.ended = .now }
    if isTerminal { show("\r\u{1b}[K") }
  }

  /// The result with the rate: `users: 100,000 made in 2.5 s (40,000/s), 12 were there`.
  var summary: String {
    counts.withLock { counts in
      let seconds = ((counts.ended ?? .now) - started) / .seconds(1)
      let rate = seconds > 0 ? Double(counts.done) / seconds : 0
      var text = "\(kind): \(grouped(Double(counts.made))) made in \(String(format: "%.1f", seconds)) s"
      text += " (\(grouped(rate))/s)"
      if counts.existing > 0 { text += ", \(grouped(Double(counts.existing))) were there" }
      for (reason, count) in counts.refused.sorted(by: { $0.key < $1.key }) {
        text += ", \(grouped(Double(count))) refused: \(reason)"
      }
      return text
    }
  }

  var refusals: UInt64 { counts.withLock { $0.refused.values.reduce(0, +) } }

  private func show(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
