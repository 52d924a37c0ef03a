import RPC
import Synchronization
import Testing

@Suite("A stream's messages between two sides")
struct MessageQueueTests {
  private func queue(messages: Int = 64, bytes: Int = 1 << 20) -> MessageQueue {
    MessageQueue(.init(maxMessages: messages, maxBytes: bytes))
  }

  private func isNothing(_ element: MessageQueue.Element) -> Bool {
    if case .nothing = element { true } else { false }
  }

  @Test("they come out in the order in which they went in, and then the end, again and again")
  func order() async throws {
    let queue = queue()
    for number in 0..<10 as Range<UInt8> { #expect(queue.offer([number]) == .taken) }
    queue.finish()
    for number in 0..<10 as Range<UInt8> { #expect(try await queue.next() == [number]) }
    for _ in 0..<2 { #expect(try await queue.next() == nil) }
  }

  @Test("an empty message is a message")
  func empty() async throws {
    let queue = queue()
    _ = queue.offer([])
    queue.finish()
    #expect(try await queue.next() == [])
    #expect(try await queue.next() == nil)
  }

  @Test("an error ends them after what came before it")
  func failure() async throws {
    let queue = queue()
    _ = queue.offer([1])
    queue.finish(RPCError(.aborted, "No."))
    queue.finish()
    #expect(try await queue.next() == [1])
    await #expect(throws: RPCError.self) { try await queue.next() }
  }

  @Test("a consumer that waits gets the next message, or the end")
  func waiting() async throws {
    let queue = queue()
    async let message = queue.next()
    _ = queue.offer([7])
    #expect(try await message == [7])
    async let end = queue.next()
    queue.finish()
    #expect(try await end == nil)
  }

  @Test("so many messages may wait, and no more", arguments: [1, 2, 9])
  func maxMessages(count: Int) {
    let queue = queue(messages: count)
    for number in 1...count { #expect(queue.offer([]) == (number == count ? .takenAndFull : .taken)) }
    #expect(queue.offer([]) == .refused)
    _ = queue.poll()
    #expect(queue.offer([]) == .takenAndFull)
  }

  @Test("the message that exceeds the bytes is taken, and no other until there is room")
  func maxBytes() {
    let queue = queue(bytes: 10)
    #expect(queue.offer(Array(repeating: 0, count: 9)) == .taken)
    #expect(queue.offer(Array(repeating: 0, count: 90)) == .takenAndFull)
    #expect(queue.bytes == 99)
    #expect(queue.offer([]) == .refused)
    _ = queue.poll()
    #expect(queue.offer([]) == .refused)
    _ = queue.poll()
    #expect(queue.bytes == 0)
    #expect(queue.offer([]) == .taken)
  }

  @Test("a producer that was told that there is no room is told once when there is")
  func whenWritable() {
    let queue = queue(messages: 2)
    let signals = Mutex(0)
    queue.whenWritable { signals.withLock { $0 += 1 } }
    _ = queue.offer([1])
    _ = queue.poll()
    #expect(signals.withLock { $0 } == 0, "it was never full")
    _ = queue.offer([2])
    _ = queue.offer([3])
    _ = queue.poll()
    _ = queue.poll()
    #expect(signals.withLock { $0 } == 1)
  }

  @Test("a consumer is told when there is something after there was nothing")
  func whenReadable() {
    let queue = queue()
    let signals = Mutex(0)
    queue.whenReadable { signals.withLock { $0 += 1 } }
    _ = queue.offer([1])
    _ = queue.offer([2])
    #expect(signals.withLock { $0 } == 1)
    _ = queue.poll()
    _ = queue.poll()
    #expect(isNothing(queue.poll()))
    queue.finish()
    #expect(signals.withLock { $0 } == 2)
  }

  @Test("a producer that waits for room goes on when there is")
  func sending() async throws {
    let queue = queue(messages: 1)
    try await queue.send([1])
    async let second: Void = queue.send([2])
    #expect(try await queue.next() == [1])
    try await second
    #expect(try await queue.next() == [2])
  }

  @Test("where the consumer has given up, the producer learns why, whether it waits or comes later")
  func abandoned() async throws {
    let queue = queue(messages: 1)
    try await queue.send([1])
    async let second: Void = queue.send([2])
    queue.abandon(RPCError(.aborted, "Enough."))
    queue.abandon(RPCError(.internal, "Another."))
    do {
      try await second
      Issue.record("sent")
    } catch {
      #expect((error as? RPCError)?.code == .aborted)
    }
    #expect(queue.offer([]) == .abandoned)
    #expect(queue.bytes == 0)
    let error = await #expect(throws: RPCError.self) { try await queue.next() }
    #expect(error?.code == .aborted)
  }

  @Test("a task that is cancelled while it waits is told so, on either side")
  func cancelled() async throws {
    let queue = queue(messages: 1)
    let receiver = Task { try await queue.next() }
    receiver.cancel()
    let received = await #expect(throws: RPCError.self) { try await receiver.value }
    #expect(received?.code == .cancelled)
    try await queue.send([1])
    let sender = Task { try await queue.send([2]) }
    sender.cancel()
    let sent = await #expect(throws: RPCError.self) { try await sender.value }
    #expect(sent?.code == .cancelled)
    #expect(try await queue.next() == [1], "what was sent before is there")
  }

  @Test("two sides at full speed lose nothing and keep the order", arguments: [1, 3, 64])
  func race(room: Int) async throws {
    let queue = queue(messages: room)
    async let sent: Void = {
      for number in 0..<5_000 { try await queue.send([UInt8(number % 251), UInt8(number / 251)]) }
      queue.finish()
    }()
    var count = 0
    while let message = try await queue.next() {
      #expect(message == [UInt8(count % 251), UInt8(count / 251)])
      count += 1
    }
    try await sent
    #expect(count == 5_000)
  }
}
