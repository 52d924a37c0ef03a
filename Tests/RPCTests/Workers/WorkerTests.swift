import RPC
import Synchronization
import Testing

@Suite("Workers")
struct WorkerTests {
  @Test("what belongs to a worker is handed out on that worker only")
  func affinity() async {
    await #expect(processExitsWith: .failure) {
      let group = WorkerGroup.onCallersThreads(1)
      _ = group.workers[0].arena
    }
    await #expect(processExitsWith: .failure) {
      let group = WorkerGroup.onCallersThreads(1)
      _ = WorkerLocal(group) { 1 }[group.workers[0]]
    }
    await #expect(processExitsWith: .failure) {
      let group = WorkerGroup.onCallersThreads(1)
      group.workers[0].endTurn()
    }
  }

  @Test("what belongs to one group is not handed to the workers of another")
  func groups() async {
    await #expect(processExitsWith: .failure) {
      let (one, other) = (WorkerGroup.onCallersThreads(1), WorkerGroup.onCallersThreads(1))
      let local = WorkerLocal(one) { 1 }
      await run(on: other.workers[0]) { _ = local[other.workers[0]] }
    }
  }

  @Test("each worker has a value of its own, the same each time")
  func locals() async {
    let group = WorkerGroup.onCallersThreads(2)
    let numbers = Mutex(0)
    let locals = WorkerLocal(group) {
      numbers.withLock {
        $0 += 1; return $0
      }
    }
    var seen: [Int] = []
    for worker in group.workers + group.workers { seen.append(await run(on: worker) { locals[worker] }) }
    #expect(seen == [1, 2, 1, 2])
  }

  @Test("what is to be done at the end of a turn is done once, in its order")
  func turns() async {
    let worker = WorkerGroup.onCallersThreads(1).workers[0]
    let log = Mutex<[Int]>([])
    await run(on: worker) {
      worker.atTurnEnd { log.withLock { $0.append(1) } }
      worker.atTurnEnd { log.withLock { $0.append(2) } }
      #expect(log.withLock { $0.isEmpty })
      worker.endTurn()
      worker.endTurn()
    }
    #expect(log.withLock { $0 } == [1, 2])
  }

  @Test("a call's request is there until its handler returns, and not after")
  func request() async {
    await #expect(processExitsWith: .failure) {
      let kept = Mutex<Call?>(nil)
      let channel = Echo.channel(
        .unary { call in
          kept.withLock { $0 = call }
          return .reply(call.payload)
        }
      )
      _ = try? await channel.call([1])
      _ = kept.withLock { $0?.payload }
    }
  }

  @Test("a call's request is not read on another thread while its handler runs")
  func requestElsewhere() async {
    await #expect(processExitsWith: .failure) {
      let channel = Echo.channel(
        .unary { call in
          let reader = ThreadExecutor(name: "reader")
          let isRead = Mutex(false)
          reader.execute {
            _ = call.payload
            isRead.withLock { $0 = true }
          }
          // The handler, and so the request, is there until the other thread has read it.
          while !isRead.withLock({ $0 }) {}
          return .reply(call.payload)
        }
      )
      _ = try? await channel.call([1])
    }
  }

  @Test("a thread does its work in order, and work that is due later when it is")
  func threads() async {
    let executor = ThreadExecutor(name: "test")
    let log = Mutex<[Int]>([])
    let now = Deadline.now
    await withCheckedContinuation { continuation in
      executor.execute(at: .after(nanoseconds: 40_000_000, now: now)) {
        log.withLock { $0.append(4) }
        continuation.resume()
      }
      executor.execute(at: .after(nanoseconds: 20_000_000, now: now)) { log.withLock { $0.append(3) } }
      executor.execute { log.withLock { $0.append(1) } }
      executor.execute { log.withLock { $0.append(2) } }
    }
    #expect(log.withLock { $0 } == [1, 2, 3, 4])
  }

  @Test("an executor without a thread runs one piece at a time, each as its own, and loses none")
  func callersThreads() async {
    let executor = CallerThreadExecutor()
    let tally = Tally()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<500 {
            executor.execute {
              #expect(executor.isCurrent)
              #expect(tally.running.wrappingAdd(1, ordering: .relaxed).oldValue == 0)
              tally.count.wrappingAdd(1, ordering: .relaxed)
              tally.running.wrappingSubtract(1, ordering: .relaxed)
            }
          }
        }
      }
    }
    // What another thread was left to run has run when this has.
    await withCheckedContinuation { continuation in executor.execute { continuation.resume() } }
    #expect(tally.count.load(ordering: .relaxed) == 4_000)
    #expect(!executor.isCurrent)
  }

  @Test("what an executor's own work hands over runs after it")
  func nested() async {
    let executor = CallerThreadExecutor()
    let log = Mutex<[Int]>([])
    executor.execute {
      executor.execute { log.withLock { $0.append(2) } }
      log.withLock { $0.append(1) }
    }
    #expect(log.withLock { $0 } == [1, 2])
  }
}

private final class Tally: Sendable {
  let running = Atomic(0)
  let count = Atomic(0)
}

private func run<Result: Sendable>(on worker: Worker, _ body: @escaping @Sendable () -> Result) async
  -> Result
{
  await withCheckedContinuation { continuation in
    worker.executor.execute { continuation.resume(returning: body()) }
  }
}
