import ArgumentParser
import Foundation

/// `roster-bench report`: several runs in one table, each compared with its floor.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put the JSON of several runs in one table, each compared with the floor.",
    discussion: """
      The last column, or ratio_to_floor in JSON, is the run's median latency divided by the floor's at the \
      same connections and depth.
      """
  )

  @Argument(help: "Files with output of run and floor in JSON, one result a line.", completion: .file())
  var files: [String]

  @Option(name: .shortAndLong, help: "table or json.")
  var output = OutputFormat.table

  func run() throws {
    let measurements = try files.flatMap { path in
      guard let lines = try? String(contentsOfFile: path, encoding: .utf8) else {
        throw ValidationError("The file \(path) cannot be read.")
      }
      return try Measurement.parse(lines: lines)
    }
    let compared = Measurement.besideFloor(measurements)
    switch output {
    case .table: print(Measurement.table(compared))
    case .json: for measurement in compared { print(try measurement.json()) }
    }
  }
}
