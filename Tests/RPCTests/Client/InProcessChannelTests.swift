import ProtobufC
import RPC
import Synchronization
import Testing

@Suite("The channel within a process")
struct InProcessChannelTests {
  @Test("tells the handler all there is to the call")
  func call() async throws {
    let channel = Echo.channel(
      Echo.text { call in
        "\(call.method) \(call.payload.count) \(call.peer) \(call.hasFollowers)"
      }
    )
    let text = String(decoding: try await channel.call([1, 2]), as: UTF8.self)
    #expect(text == "test.Echo/Call 2 a test false")
  }

  @Test(
    "refuses what its router does not have, with the reason and the names",
    arguments: [
      (Echo.method("Other"), "METHOD_UNKNOWN", ["service": "test.Echo", "method": "Other"]),
      (Echo.method(""), "METHOD_UNKNOWN", ["service": "test.Echo", "method": ""]),
      (Echo.method("Call", service: "test.Other"), "SERVICE_UNKNOWN", ["service": "test.Other"]),
    ]
  )
  func unknown(_ method: MethodDescriptor, reason: String, names: [String: String]) async {
    let channel = Echo.channel(Echo.payload)
    let error = await #expect(throws: RPCError.self) {
      try await channel.call(method, payload: [], options: CallOptions())
    }
    #expect(error?.code == .unimplemented)
    #expect(error?.info?.reason == reason)
    #expect(error?.info?.domain == "test")
    #expect(error?.info?.metadata == names)
  }

  @Test("refuses metadata that takes more memory than a request may")
  func largeMetadata() async {
    let channel = Echo.channel(Echo.payload)
    let options = CallOptions(metadata: [("key", String(repeating: "x", count: 17 << 20))])
    let error = await #expect(throws: RPCError.self) { try await channel.call([], options) }
    #expect(error?.code == .resourceExhausted)
    #expect(error?.info?.reason == "METADATA_TOO_LARGE")
  }

  @Test("ends a call that is answered too late: at its caller's deadline, or at the server's maximum")
  func expires() async throws {
    for (timeout, maximum) in [(.milliseconds(20), 3_600), (nil, 1)] as [(Duration?, Int64)] {
      let channel = Echo.channel(.unary { _ in .later }, maxCallSeconds: maximum)
      let error = await #expect(throws: RPCError.self) {
        try await channel.call([], CallOptions(timeout: timeout))
      }
      #expect(error?.info?.reason == "DEADLINE_EXCEEDED")
    }
  }

  @Test("a call whose deadline has passed is refused, and does not run", arguments: [0, -1])
  func passed(seconds: Int) async {
    let runs = Mutex(0)
    let channel = Echo.channel(
      Echo.text { _ in
        runs.withLock { $0 += 1 }
        return ""
      }
    )
    let error = await #expect(throws: RPCError.self) {
      try await channel.call([], CallOptions(timeout: .seconds(seconds)))
    }
    #expect(error?.code == .deadlineExceeded)
    #expect(error?.info?.reason == "DEADLINE_EXCEEDED")
    #expect(error?.info?.domain == "test")
    #expect(runs.withLock { $0 } == 0)
  }

  @Test(
    "a held call ends at its deadline: what never began is not done, what began may be, a read is no matter",
    arguments: [
      (false, false, "DEADLINE_EXCEEDED"), (false, true, "DEADLINE_EXCEEDED"),
      (true, false, "OUTCOME_UNKNOWN"), (true, true, "DEADLINE_EXCEEDED"),
    ]
  )
  func held(hasBegun: Bool, hasNoSideEffects: Bool, reason: String) async {
    let held = Mutex<Call?>(nil)
    let method = MethodDescriptor(service: Echo.service, name: "Call", hasNoSideEffects: hasNoSideEffects)
    var router = Router()
    router.register(
      method,
      .unary { call in
        if hasBegun { _ = call.begin() }
        held.withLock { $0 = call }
        return .later
      }
    )
    let channel = InProcessChannel(router: router, errorDomain: "test")
    let error = await #expect(throws: RPCError.self) {
      try await channel.call(method, payload: [], options: CallOptions(timeout: .milliseconds(20)))
    }
    #expect(error?.info?.reason == reason)
    #expect(error?.code == (reason == "OUTCOME_UNKNOWN" ? .unknown : .deadlineExceeded))
    #expect(error?.info?.domain == "test")
    let call = held.withLock { $0 }
    #expect(call?.isCancelled == true)
    #expect(call?.begin() == false)
    // An answer that comes after that goes nowhere.
    call?.finish(.success([1]))
  }

  @Test("a held call that is answered before its deadline has its answer")
  func answeredInTime() async throws {
    let channel = Echo.channel(.async { payload, _ in payload })
    #expect(try await channel.call([7], CallOptions(timeout: .seconds(3_600))) == [7])
  }

  @Test("keeps a note on the connection from call to call, and none on another connection")
  func attachment() async throws {
    final class Count { var value = 0 }
    var router = Router()
    router.register(
      Echo.method("Call"),
      Echo.text { call in
        let count = call.connection.attachment as? Count ?? Count()
        count.value += 1
        call.connection.attachment = count
        return "\(count.value)"
      }
    )
    let (one, other) = (InProcessChannel(router: router), InProcessChannel(router: router))
    #expect(try await one.text() == "1")
    #expect(try await one.text() == "2")
    #expect(try await other.text() == "1")
    #expect(try await one.text() == "3")
  }

  @Test("gives each of many calls at once its own answer")
  func concurrency() async {
    let channel = Echo.channel(.async { payload, _ in payload })
    await withTaskGroup(of: Bool.self) { group in
      for number in 0..<200 {
        let payload = [UInt8(number % 256), UInt8(number / 256)]
        group.addTask { (try? await channel.call(payload)) == payload }
      }
      for await isOwn in group { #expect(isOwn) }
    }
  }

  @Test("carries messages, and says which call's reply could not be read")
  func messages() async throws {
    let channel = Echo.channel(Echo.payload)
    let sent = Timestamp(seconds: 1, nanos: 2)
    let reply: Timestamp = try await channel.call(Echo.method("Call"), sent, options: CallOptions())
    #expect(reply == sent)
    let garbled = Echo.channel(.unary { _ in .failure(RPCError(.unknown, "")) })
    let garbage = Echo.channel(Echo.text { _ in "\u{8}" })
    for (channel, code) in [(garbled, Code.unknown), (garbage, .internal)] {
      let error = await #expect(throws: RPCError.self) {
        let _: Timestamp = try await channel.call(Echo.method("Call"), sent, options: CallOptions())
      }
      #expect(error?.code == code)
      #expect(code != .internal || error?.message.contains("test.Echo/Call") == true)
    }
  }

  @Test("refuses a request that takes more memory than a message may, before it is sent")
  func tooLarge() async {
    let channel = Echo.channel(Echo.payload)
    let error = await #expect(throws: RPCError.self) {
      let _: ProtoAny = try await channel.call(
        Echo.method("Call"),
        ProtoAny(value: Array(repeating: 0, count: 17 << 20)),
        options: CallOptions()
      )
    }
    #expect(error?.code == .resourceExhausted)
  }
}
