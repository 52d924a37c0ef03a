import RPC
import TestSupport
import Testing

@testable import TTRPC

@Suite("Calls that stream, by every transport")
struct StreamingTests {
  @Test("one request is answered by a stream of replies, which ends", arguments: Carrier.allCases)
  func serverStream(carrier: Carrier) async throws {
    try await carrier.withChannel(StreamService.router()) { channel in
      for count in [0, 1, 200] as [UInt8] {
        let stream = try await channel.stream(StreamService.count, [count])
        #expect(try await stream.all() == (0..<count).map { [$0] })
      }
    }
  }

  @Test("a stream of requests is answered by one reply", arguments: Carrier.allCases)
  func clientStream(carrier: Carrier) async throws {
    try await carrier.withChannel(StreamService.router()) { channel in
      for messages in [[], [[1]], [[], [2, 3], []]] as [[[UInt8]]] {
        let stream = try await channel.stream(StreamService.join)
        for message in messages { try await stream.send(message) }
        stream.finishSending()
        #expect(try await stream.all() == [messages.flatMap { $0 + [0] }])
      }
    }
  }

  @Test("both sides stream, each at its own pace", arguments: Carrier.allCases)
  func bidirectional(carrier: Carrier) async throws {
    try await carrier.withChannel(StreamService.router()) { channel in
      let stream = try await channel.stream(StreamService.echo)
      for number in 0..<5 as Range<UInt8> {
        try await stream.send([number])
        #expect(try await stream.next() == [number])
      }
      async let sent: Void = {
        for number in 0..<5_000 { try await stream.send([UInt8(number % 251)]) }
        stream.finishSending()
      }()
      #expect(try await stream.all() == (0..<5_000).map { [UInt8($0 % 251)] })
      try await sent
    }
  }

  @Test("a method's error comes after the replies that it sent before", arguments: Carrier.allCases)
  func failure(carrier: Carrier) async throws {
    try await carrier.withChannel(StreamService.router()) { channel in
      let stream = try await channel.stream(StreamService.fail, [0, 0])
      #expect(try await stream.next() == [0])
      #expect(try await stream.next() == [1])
      let error = await #expect(throws: RPCError.self) { try await stream.next() }
      #expect(error?.code == .notFound)
      #expect(error?.message == "There are no more.")
    }
  }

  @Test("a method that answers before its caller has finished ends the call", arguments: Carrier.allCases)
  func earlyAnswer(carrier: Carrier) async throws {
    try await carrier.withChannel(StreamService.router()) { channel in
      let stream = try await channel.stream(StreamService.first)
      try await stream.send([7])
      #expect(try await stream.all() == [[7]])
      await #expect(throws: RPCError.self) { while true { try await stream.send([8]) } }
    }
  }

  @Test("a method that there is not ends the stream, and says so", arguments: Carrier.allCases)
  func unknown(carrier: Carrier) async throws {
    try await carrier.withChannel(Echo.router()) { channel in
      let stream = try await channel.stream(StreamService.echo)
      let error = await #expect(throws: RPCError.self) { try await stream.next() }
      #expect(error?.info?.reason == "SERVICE_UNKNOWN")
    }
  }

  @Test("a stream ends at its deadline, and its method is stopped", arguments: Carrier.allCases)
  func deadline(carrier: Carrier) async throws {
    let stopped = Gate()
    try await carrier.withChannel(StreamService.router(stopped: stopped)) { channel in
      var hasBegun = false
      let error = await #expect(throws: RPCError.self) {
        let stream = try await channel.stream(StreamService.endless, timeout: .seconds(1))
        while try await stream.next() != nil { hasBegun = true }
      }
      #expect(error?.code == .deadlineExceeded || error?.isOutcomeUnknown == true)
      // On a machine that has much to do, its time may be over before it begins.
      if hasBegun { await stopped.pass() }
    }
  }

  @Test("a caller who gives up stops the method", arguments: Carrier.allCases)
  func cancel(carrier: Carrier) async throws {
    let stopped = Gate()
    try await carrier.withChannel(StreamService.router(stopped: stopped)) { channel in
      let stream = try await channel.stream(StreamService.endless)
      _ = try await stream.next()
      stream.cancel()
      await stopped.pass()
      let error = await #expect(throws: RPCError.self) { try await stream.next() }
      #expect(error?.code == .cancelled)
    }
  }

  @Test("a stream that is let go is given up", arguments: Carrier.allCases)
  func letGo(carrier: Carrier) async throws {
    let stopped = Gate()
    try await carrier.withChannel(StreamService.router(stopped: stopped)) { channel in
      do { _ = try await channel.stream(StreamService.endless).next() }
      await stopped.pass()
    }
  }

  @Test("a caller waits while the method takes nothing, and nothing is lost", arguments: Carrier.allCases)
  func callerWaits(carrier: Carrier) async throws {
    let opened = Gate()
    try await carrier.withChannel(StreamService.router(opened: opened)) { channel in
      let stream = try await channel.stream(StreamService.slow)
      // More than a queue may hold, but not what queues and sockets hold together.
      async let sent: Void = {
        for _ in 0..<3_000 { try await stream.send([1]) }
        stream.finishSending()
      }()
      // Other calls go on: the stream holds up none but itself.
      let reply = try await channel.call(Echo.now, payload: [3], options: CallOptions(timeout: nil))
      #expect(reply == [3])
      opened.open()
      try await sent
      #expect(try await stream.all() == [[UInt8(3_000 % 256), UInt8(3_000 / 256)]])
    }
  }

  @Test("a method waits while its caller reads nothing", arguments: Carrier.allCases)
  func methodWaits(carrier: Carrier) async throws {
    let stopped = Gate()
    try await carrier.withChannel(StreamService.router(stopped: stopped)) { channel in
      let stream = try await channel.stream(StreamService.endless)
      for _ in 0..<2_000 { #expect(try await stream.next()?.count == 10_000) }
      #expect(try await channel.call(Echo.now, payload: [3], options: CallOptions(timeout: nil)) == [3])
      stream.cancel()
      await stopped.pass()
    }
  }
}
