/// A message that is a request or part of one, with the bounds of its fields.
package protocol BoundedMessage: Message {
  static var bounds: MessageBounds { get }
}
