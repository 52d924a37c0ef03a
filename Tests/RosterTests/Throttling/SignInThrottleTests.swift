import RPC
import Roster
import RosterProto
import TestSupport
import Testing

@Suite("Waiting after failed sign-ins")
struct SignInThrottleTests {
  private let test = try! TestService()

  private func fail(_ email: String = "ada@example.com", times: Int, source: String = "") async {
    for _ in 0..<times {
      await expectRefusal(.signInRefused) { try await test.signIn(email, "wrong horse", source: source) }
    }
  }

  /// How long one is told to wait, in seconds; nil if the sign-in was not refused for that.
  private func wait(
    _ test: TestService,
    _ email: String = "ada@example.com",
    _ password: String = TestService.password,
    source: String = ""
  ) async throws -> Double? {
    do {
      try await test.signIn(email, password, source: source)
      return nil
    } catch let error as RPCError where error.reason == .rateLimited {
      #expect(error.code == .resourceExhausted)
      return error.retryDelay.map { $0 / .seconds(1) }
    }
  }

  @Test("after 5 failures the right password too has to wait: twice as long each time, at most 15 minutes")
  func doubling() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    await fail(times: 5)
    var waits: [Double?] = []
    for _ in 0..<12 {
      let seconds = try await wait(test)
      waits.append(seconds)
      test.clock.advance(seconds: Int64(seconds ?? 0) - 1)
      #expect(try await wait(test) == 1, "a refused attempt does not make the wait longer")
      test.clock.advance(seconds: 1)
      await fail(times: 1)
    }
    #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
    test.clock.advance(seconds: 900)
    #expect(try await wait(test) == nil)
    await fail(times: 4)
    #expect(try await wait(test) == nil, "a success forgets the failures")
  }

  @Test("of 200 guesses in parallel, 5 are answered and counted, and the others have to wait")
  func parallel() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    let reasons = await reasons(of: (0..<200).map { _ in "ada@example.com" })
    #expect(reasons.count { $0 == .signInRefused } == 5)
    #expect(reasons.count { $0 == .rateLimited } == 195)
    #expect(try test.integer("SELECT failures FROM throttles") == 5)
  }

  @Test("of 200 parallel guesses from one source at many addresses, 50 are answered and counted")
  func parallelFromSource() async throws {
    let reasons = await reasons(of: (0..<200).map { "user\($0)@example.com" }, source: "192.0.2.1")
    #expect(reasons.count { $0 == .signInRefused } == 50)
    #expect(reasons.count { $0 == .rateLimited } == 150)
    #expect(try test.integer("SELECT failures FROM throttles WHERE scope = 3") == 50)
    #expect(try test.integer("SELECT count(*) FROM throttles WHERE scope = 1") == 50)
  }

  /// Guesses at all addresses at the same time.
  private func reasons(of addresses: [String], source: String = "") async -> [ErrorReason?] {
    await withTaskGroup(of: ErrorReason?.self) { group in
      for (index, email) in addresses.enumerated() {
        group.addTask {
          do {
            try await test.signIn(email, "guess number \(index)", source: source)
            return nil
          } catch {
            return (error as? RPCError)?.reason
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test("the failures are counted for an unknown address as for a known one")
  func unknown() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    await fail("ada@example.com", times: 5)
    await fail("nobody@example.com", times: 5)
    #expect(try await wait(test, "ada@example.com") == 1)
    #expect(try await wait(test, "nobody@example.com") == 1)
    #expect(try await wait(test, "NOBODY@example.com") == 1, "another spelling is the same address")
  }

  @Test("one address does not make another wait; a source does after 50 failures, whatever the address")
  func subjects() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    _ = try await test.makeUser("Bob", password: TestService.password)
    await fail(times: 5)
    #expect(try await wait(test, "bob@example.com") == nil)
    for index in 0..<50 { await fail("user\(index)@example.com", times: 1, source: "192.0.2.1") }
    #expect(try await wait(test, "bob@example.com", source: "192.0.2.1") == 1)
    #expect(try await wait(test, "bob@example.com", source: "192.0.2.2") == nil)
    test.clock.advance(seconds: 1)
    #expect(try await wait(test, "bob@example.com", source: "192.0.2.1") == nil)
    await fail("carl@example.com", times: 1, source: "192.0.2.1")
    #expect(
      try await wait(test, "bob@example.com", source: "192.0.2.1") == 2,
      "a success does not clear a source"
    )
  }

  @Test("the failures are still counted after a restart")
  func restart() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    await fail(times: 6 - 1)
    test.stop()
    let again = try TestService(in: test.directory)
    #expect(try await wait(again) == 1)
    again.clock.advance(seconds: 1)
    #expect(try await wait(again) == nil)
  }

  @Test("the failures of others do not make a trusted device wait, but its own do")
  func trustedDevice() async throws {
    try await test.updateSettings("trusted_device_lifetime") {
      $0.trustedDeviceLifetime = ProtoDuration(seconds: 86_400)
    }
    _ = try await test.makeUser("Ada", password: TestService.password)
    let (app, _) = try await test.enableTwoFactor(try await test.signIn().sessionToken)
    let device = try await test.complete(
      try await test.signIn(),
      code: test.nextCode(of: app),
      trustDevice: true
    ).trustedDeviceToken
    await fail(times: 5)
    #expect(try await wait(test) == 1)
    #expect(try await test.signIn(trusted: device).session?.stage == .complete)
    #expect(try await wait(test) == 1, "the success of the device does not clear the address")
    for _ in 0..<5 {
      await expectRefusal(.signInRefused) {
        try await test.signIn("ada@example.com", "wrong", trusted: device)
      }
    }
    await expectRefusal(.rateLimited) { try await test.signIn(trusted: device) }
    test.clock.advance(seconds: 1)
    #expect(try await test.signIn(trusted: device).session?.stage == .complete)
  }

  @Test("failures of more than a day ago do not count")
  func old() async throws {
    _ = try await test.makeUser("Ada", password: TestService.password)
    await fail(times: 4)
    test.clock.advance(seconds: 24 * 3_600)
    await fail(times: 4)
    #expect(try await wait(test) == nil)
  }
}
