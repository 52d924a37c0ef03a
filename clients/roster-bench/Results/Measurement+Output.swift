import Foundation

extension Measurement {
  /// As JSON on one line, or as a table of one row.
  func rendered(as format: OutputFormat) throws -> String {
    switch format {
    case .table: Self.table([self])
    case .json: try json()
    }
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Parses the output of ``json()``, one measurement a line.
  static func parse(lines text: String) throws -> [Measurement] {
    let decoder = JSONDecoder()
    return try text.split(whereSeparator: \.isNewline).map { line in
      try decoder.decode(Measurement.self, from: Data(line.utf8))
    }
  }

  /// A table with one row for each measurement; columns without any value are omitted.
  static func table(_ measurements: [Measurement]) -> String {
    let columns = columns.filter { column in measurements.contains { !column.text($0).isEmpty } }
    let rows =
      [columns.map(\.title)] + measurements.map { measurement in columns.map { $0.text(measurement) } }
    let widths = columns.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { index in
        let padding = String(repeating: " ", count: widths[index] - row[index].count)
        return columns[index].isText ? row[index] + padding : padding + row[index]
      }
      return cells.joined(separator: "  ").trimmingSuffix(" ")
    }.joined(separator: "\n")
  }

  private struct Column {
    let title: String
    var isText = false
    let text: @Sendable (Measurement) -> String
  }

  private static let columns: [Column] = [
    Column(title: "method", isText: true) { $0.method },
    Column(title: "conns × depth") { "\($0.connections) × \($0.depth)" },
    Column(title: "due/s") { $0.rate.map { grouped(Double($0)) } ?? "" },
    Column(title: "seconds") { String(format: "%g", $0.seconds) },
    Column(title: "requests") { grouped(Double($0.requests)) },
    Column(title: "requests/s") { grouped($0.requestsPerSecond) },
    Column(title: "p50 µs") { fixed($0.p50) },
    Column(title: "p90 µs") { fixed($0.p90) },
    Column(title: "p99 µs") { fixed($0.p99) },
    Column(title: "p99.9 µs") { fixed($0.p999) },
    Column(title: "max µs") { fixed($0.max) },
    Column(title: "CPU µs/req") { $0.serverCPU.map { String(format: "%.2f", $0) } ?? "" },
    Column(title: "RSS MiB") { $0.serverResidentBytes.map { grouped(Double($0) / 1_048_576) } ?? "" },
    Column(title: "× floor p50") { $0.ratioToFloor.map { String(format: "%.2f", $0) } ?? "" },
    Column(title: "errors", isText: true) { measurement in
      measurement.errors.sorted { $0.key < $1.key }.map { "\($0.key) \(grouped(Double($0.value)))" }
        .joined(separator: ", ")
    },
  ]

  private static func fixed(_ microseconds: Double) -> String {
    microseconds < 1_000 ? String(format: "%.1f", microseconds) : grouped(microseconds)
  }
}

/// A whole number with thousands separators: `1,234,567`.
func grouped(_ value: Double) -> String {
  var digits = String(format: "%.0f", value)
  var position = digits.count - 3
  let first = digits.hasPrefix("-") ? 1 : 0
  while position > first {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: position))
    position -= 3
  }
  return digits
}

extension String {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    var text = self[...]
    while text.last == character { text.removeLast() }
    return String(text)
  }
}
