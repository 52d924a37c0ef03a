import ArgumentParser
import ProtobufC
import RPC
import RosterProto
import TTRPC
import Transport

/// `roster-bench floor`: the best result that the machine, its kernel and this client allow.
struct Floor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a bare epoll loop with the same client, to compare with.",
    discussion: """
      The loop answers every request with the same reply: frames as large as GetUser's, without any \
      work. Its thread belongs to this process; --server-core pins it to a CPU.
      """
  )

  @OptionGroup var load: LoadOptions

  @Option(name: .long, help: ArgumentHelp("The CPU for the server's thread.", valueName: "N"))
  var serverCore: Int?

  @Option(name: .shortAndLong, help: "table or json.")
  var output = OutputFormat.table

  func validate() throws {
    if let serverCore, !(0..<64).contains(serverCore) {
      throw ValidationError("--server-core has to be 0 to 63.")
    }
  }

  func run() async throws {
    let server = try EchoServer(reply: try Self.reply.serializedBytes(), core: serverCore)
    let request = try PreparedRequest(
      UserServiceMethods.getUser,
      GetUserRequest(selector: .userID(50_000)),
      metadata: ServerTarget(endpoint: .tcp(host: "127.0.0.1", port: server.port), token: Self.token).metadata
    )
    let plan = load.plan()
    let generator = LoadGenerator(
      plan: plan,
      endpoint: .tcp(host: "127.0.0.1", port: server.port),
      requests: .prepared([request]),
      usage: { try server.usage() }
    )
    let measurement = Measurement(
      method: Measurement.floorName,
      plan: plan,
      outcome: try await generator.run()
    )
    print(try measurement.rendered(as: output))
  }

  /// A few bytes longer than an API key.
  private static let token = "rk_" + String(repeating: "0", count: 48)

  /// A user like those that fill creates.
  private static var reply: User {
    let person = Person(index: 50_000, seed: 1)
    let time = Timestamp(seconds: 1_750_000_000, nanos: 123_456_789)
    return User(
      id: 50_000,
      email: person.email,
      firstName: person.firstName,
      lastName: person.lastName,
      language: person.language,
      state: .active,
      verification: .none,
      createTime: time,
      updateTime: time,
      revision: 1
    )
  }
}
