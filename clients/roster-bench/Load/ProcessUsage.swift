import Foundation

/// The resources of a process: its CPU time so far, and its memory now.
struct ProcessUsage: Sendable, Equatable {
  /// User and kernel time of all threads.
  var cpuNanoseconds: UInt64

  /// Resident memory; nil for a thread, which has none of its own.
  var residentBytes: UInt64?
}

extension ProcessUsage {
  /// Reads `/proc/PID/stat`, whose CPU time is in hundredths of a second.
  init(pid: Int32) throws {
    let path = "/proc/\(pid)/stat"
    guard
      let text = try? String(contentsOfFile: path, encoding: .utf8),
      let usage = ProcessUsage(
        stat: text,
        ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)),
        pageBytes: sysconf(Int32(_SC_PAGESIZE))
      )
    else { throw UnreadableProcess(path: path) }
    self = usage
  }

  /// - Parameter stat: the text of `/proc/PID/stat`, see proc_pid_stat(5).
  init?(stat: String, ticksPerSecond: Int, pageBytes: Int) {
    // The name, in parentheses, may itself contain spaces and parentheses; the fields after it start with the
    // third.
    guard let name = stat.lastIndex(of: ")"), ticksPerSecond > 0 else { return nil }
    let fields = stat[stat.index(after: name)...].split(whereSeparator: \.isWhitespace)
    func field(_ number: Int) -> UInt64? {
      fields.indices.contains(number - 3) ? UInt64(fields[number - 3]) : nil
    }
    guard let user = field(14), let system = field(15), let pages = field(24) else { return nil }
    self.init(
      cpuNanoseconds: (user + system) * (1_000_000_000 / UInt64(ticksPerSecond)),
      residentBytes: pages * UInt64(pageBytes)
    )
  }
}

struct UnreadableProcess: Error, CustomStringConvertible {
  let path: String
  var description: String { "\(path) cannot be read: is the server on this machine, and running?" }
}
