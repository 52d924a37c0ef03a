import CProtobufC

/// The static description that protoc-c generated for one message type.
///
/// It is read with the message's own `init` function, because the address that Swift gives for an imported C
/// constant need not be the address of the constant itself.
package struct MessageDescriptor: @unchecked Sendable {
  // Unchecked: it points to constant data in the binary, which is never written.
  let pointer: UnsafePointer<ProtobufCMessageDescriptor>

  package init<CMessage>(_ initialise: (UnsafeMutablePointer<CMessage>?) -> Void) {
    let scratch = UnsafeMutablePointer<CMessage>.allocate(capacity: 1)
    defer { scratch.deallocate() }
    initialise(scratch)
    pointer = UnsafeRawPointer(scratch).load(as: ProtobufCMessage.self).descriptor
  }

  /// The message's full name in the contract, such as `roster.v1.User`.
  package var name: String { String(cString: pointer.pointee.name) }
}
