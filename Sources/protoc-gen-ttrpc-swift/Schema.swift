/// The contract as Swift values, with the comments, as read from protoc's request.
struct Schema {
  /// The files to write code for, in protoc's order.
  var files: [File]
  /// Every message and enum known, by full name (`.roster.v1.User`), to its Swift name.
  var types: [String: TypeName]

  struct File {
    var path: String
    var package: String
    var messages: [Message]
    var enums: [Enum]
    var services: [Service]
  }

  struct Message {
    var name: TypeName
    var comment: String
    var fields: [Field]
    /// The names of the oneofs with their comments, by index.
    var oneofs: [(name: String, comment: String)]
    var messages: [Message]
    var enums: [Enum]
    /// Whether it is an entry of a map of the message around it.
    var isMapEntry: Bool
  }

  struct Field {
    var name: String
    var comment: String
    var number: Int32
    var kind: Kind
    var isRepeated: Bool
    var oneof: Int?
    /// The bounds of the field in a request; see `proto/roster/v1/options.proto`.
    var maxBytes: Int?
    var maxItems: Int?
    /// Whether what is stored, logged or printed of the message is without the field.
    var isSecret = false
  }

  enum Kind {
    case double, float, int32, int64, uint32, uint64, bool, text, bytes
    case message(String)
    case enumeration(String)
  }

  struct Enum {
    var name: TypeName
    var comment: String
    var values: [Value]

    struct Value {
      var name: String
      var number: Int32
      var comment: String
      /// The name of the status code that goes with it; see `proto/roster/v1/options.proto`.
      var code: String?
    }
  }

  struct Service {
    var fullName: String
    var name: String
    var comment: String
    var methods: [Method]
  }

  struct Method {
    var name: String
    var comment: String
    var input: String
    var output: String
    var clientStreams: Bool
    var serverStreams: Bool
    var hasNoSideEffects: Bool
  }
}
