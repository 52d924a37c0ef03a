/// The arena's limit is reached: the message needs more memory than one request may use.
package struct ArenaExhausted: Error, Sendable, Hashable {
  package init() {}
}
