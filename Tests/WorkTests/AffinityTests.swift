import TestSupport
import Testing
import Work

@Suite("What is unchecked traps where its reason does not hold")
struct AffinityTests {
  @Test("a value that one thread uses, on a second thread")
  func confined() async {
    await #expect(processExitsWith: .failure) {
      let value = ThreadConfined([1])
      _ = value.value
      try useOnAnotherThread { _ = value.value }
    }
  }

  @Test("its first thread, whichever it is, uses it as often as it likes")
  func owner() throws {
    let value = ThreadConfined([1])
    try useOnAnotherThread { for _ in 0..<3 { #expect(value.value == [1]) } }
  }

  @Test("a monitor, by the thread that holds it")
  func monitor() async {
    await #expect(processExitsWith: .failure) {
      let monitor = Monitor(1)
      monitor.withLock { _ in monitor.withLock { _ in } }
    }
  }
}

private func useOnAnotherThread(_ body: @escaping @Sendable () -> Void) throws {
  let pool = try WorkPool(name: "test", threads: 1, capacity: 1) {}
  try pool.submit(body)
  pool.stop()
}
