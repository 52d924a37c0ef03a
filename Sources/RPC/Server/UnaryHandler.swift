import ProtobufC

/// A unary handler that knows its messages: what a generated service interface asks for.
package struct UnaryHandler<Request: Message, Reply: Message>: Sendable {
  package let run: @Sendable (Call) -> HandlerOutcome

  package init(_ run: @escaping @Sendable (Call) -> HandlerOutcome) {
    self.run = run
  }
}
