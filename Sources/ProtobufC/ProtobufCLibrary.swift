import CProtobufC

/// The protobuf-c library that this process uses.
package enum ProtobufCLibrary {
  /// Its version, such as `1.4.1`.
  package static let version = String(cString: protobuf_c_version())
}
