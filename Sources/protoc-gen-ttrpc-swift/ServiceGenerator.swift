/// Writes one service: its method table, the interface that a server implements, and the client
/// with its protocol.
struct ServiceGenerator {
  let service: Schema.Service
  let types: [String: TypeName]

  func write(to source: inout SourceText) {
    writeMethods(to: &source)
    source.line()
    writeInterface(to: &source)
    source.line()
    writeClientProtocol(to: &source)
    source.line()
    writeClient(to: &source)
  }

  private var table: String { "\(service.name)Methods" }
  private var unary: [Schema.Method] { service.methods.filter { !$0.clientStreams && !$0.serverStreams } }

  private func writeMethods(to source: inout SourceText) {
    source.line("/// The methods of `\(service.fullName)`.")
    source.block("public enum \(table) {") { source in
      for method in service.methods {
        source.line("public static let \(method.name.lowercasedFirst) = MethodDescriptor(")
        source.indented { source in
          source.line("service: \"\(service.fullName)\",")
          source.line("name: \"\(method.name)\",")
          source.line("shape: .\(shape(method)),")
          source.line("hasNoSideEffects: \(method.hasNoSideEffects)")
        }
        source.line(")")
        source.line()
      }
      source.line("/// All of them, in the contract's order.")
      let names = service.methods.map(\.name.lowercasedFirst).joined(separator: ", ")
      source.line("public static let all: [MethodDescriptor] = [\(names)]")
    }
  }

  private func shape(_ method: Schema.Method) -> String {
    switch (method.clientStreams, method.serverStreams) {
    case (false, false): "unary"
    case (true, false): "clientStreaming"
    case (false, true): "serverStreaming"
    case (true, true): "bidirectionalStreaming"
    }
  }

  private func writeInterface(to source: inout SourceText) {
    source.doc(service.comment)
    source.line("///")
    source.line("/// What a server implements: one handler a method.")
    source.block("package protocol \(service.name)Interface: Sendable {") { source in
      for method in unary {
        source.doc(method.comment)
        source.line("var \(method.name.lowercasedFirst): \(handler(method)) { get }")
        source.line()
      }
    }
    source.line()
    source.block("extension \(service.name)Interface {") { source in
      source.line("/// Adds the service's methods to a router.")
      source.block("package func register(on router: inout Router) {") { source in
        for method in unary {
          let name = method.name.lowercasedFirst
          source.line("router.register(\(table).\(name), \(name))")
        }
      }
    }
  }

  private func writeClientProtocol(to source: inout SourceText) {
    source.doc(service.comment)
    source.line("///")
    source.line(
      "/// The calling side. Code that takes `any \(service.name)ClientProtocol` can be tested with a fake."
    )
    source.block("public protocol \(service.name)ClientProtocol: Sendable {") { source in
      for method in unary {
        if method.name != unary.first?.name { source.line() }
        source.doc(method.comment)
        source.line("///")
        source.line("/// - Parameter options: nil for those of the client.")
        writeCall(of: method, to: &source)
      }
    }
    source.line()
    source.block("extension \(service.name)ClientProtocol {") { source in
      for method in unary {
        if method.name != unary.first?.name { source.line() }
        let (name, input) = (method.name.lowercasedFirst, types[method.input]!.swift)
        source.line("/// The same, with the client's options.")
        source.line("public func \(name)(_ request: \(input)) async throws(RPCError)")
        source.indented { $0.line("-> \(types[method.output]!.swift)") }
        source.block("{") { $0.line("try await \(name)(request, options: nil)") }
      }
    }
  }

  private func writeClient(to source: inout SourceText) {
    source.line("/// The methods of `\(service.fullName)`, called over any channel.")
    source.block("public struct \(service.name)Client: \(service.name)ClientProtocol {") { source in
      source.line("private let channel: any Channel")
      source.line("private let options: CallOptions")
      source.line()
      source.line("/// - Parameter options: how calls are made that bring no options of their own.")
      source.block("public init(channel: any Channel, options: CallOptions = CallOptions()) {") { source in
        source.line("self.channel = channel")
        source.line("self.options = options")
      }
      for method in unary {
        source.line()
        writeCall(
          of: method,
          access: "public ",
          body: { source in
            let call = "\(table).\(method.name.lowercasedFirst), request, options: options ?? self.options"
            source.line("try await channel.call(\(call))")
          },
          to: &source
        )
      }
    }
  }

  /// A method of the client; without a body, as a protocol declares it.
  private func writeCall(
    of method: Schema.Method,
    access: String = "",
    body: ((inout SourceText) -> Void)? = nil,
    to source: inout SourceText
  ) {
    source.line("\(access)func \(method.name.lowercasedFirst)(")
    source.indented { source in
      source.line("_ request: \(types[method.input]!.swift),")
      source.line("options: CallOptions?")
    }
    let ending = ") async throws(RPCError) -> \(types[method.output]!.swift)"
    if let body { source.block("\(ending) {", body) } else { source.line(ending) }
  }

  private func handler(_ method: Schema.Method) -> String {
    "UnaryHandler<\(types[method.input]!.swift), \(types[method.output]!.swift)>"
  }
}
