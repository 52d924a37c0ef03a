import Logging
import Mail

/// A log of one line an entry, whatever the texts of others hold: a peer, a mail server or a damaged database
/// must not forge lines or steer the terminal that shows them.
struct PrintableLog<Handler: LogHandler>: LogHandler {
  private var handler: Handler

  init(_ handler: Handler) {
    self.handler = handler
  }

  var logLevel: Logger.Level {
    get { handler.logLevel }
    set { handler.logLevel = newValue }
  }

  var metadata: Logger.Metadata {
    get { handler.metadata }
    set { handler.metadata = newValue }
  }

  var metadataProvider: Logger.MetadataProvider? {
    get { handler.metadataProvider }
    set { handler.metadataProvider = newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { handler[metadataKey: key] }
    set { handler[metadataKey: key] = newValue }
  }

  func log(event: LogEvent) {
    var event = event
    event.message = "\(event.message.description.printable())"
    event.metadata = event.metadata?.mapValues(Self.printable)
    handler.log(event: event)
  }

  private static func printable(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
    switch value {
    case .string(let text): .string(text.printable())
    case .stringConvertible(let value): .string(value.description.printable())
    case .array(let values): .array(values.map(printable))
    case .dictionary(let values): .dictionary(values.mapValues(printable))
    }
  }
}
