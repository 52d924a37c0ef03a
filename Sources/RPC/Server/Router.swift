/// Finds the handler of a `service/method`. Every transport asks the same router.
///
/// It is filled once, before serving, and looked up by the bytes of the names as the wire has them, so that a
/// call costs no string.
public struct Router: Sendable {
  /// A method and what runs it. A class, so that finding it costs one reference count and not one a property.
  public final class Route: Sendable {
    public let method: MethodDescriptor
    public let handler: Handler

    let service: [UInt8]
    let name: [UInt8]

    init(_ method: MethodDescriptor, _ handler: Handler) {
      self.method = method
      self.handler = handler
      service = Array(method.service.utf8)
      name = Array(method.name.utf8)
    }
  }

  /// The outcome of a look-up.
  package enum Match {
    case route(Route)
    case unknownService
    case unknownMethod
  }

  private var routes: [Route] = []
  private var services: [[UInt8]] = []

  /// Open addressing over the routes: an index, or -1. A power of two in size and at most half full.
  private var slots: [Int32] = Array(repeating: -1, count: 16)

  public init() {}

  /// The methods that can be called, in the order they were registered.
  public var methods: [MethodDescriptor] { routes.map(\.method) }

  /// Adds a method. Registering one twice, or with a handler of another shape, is a programming error.
  public mutating func register(_ method: MethodDescriptor, _ handler: Handler) {
    precondition(method.shape == handler.shape, "\(method) and its handler differ in shape")
    precondition(!methods.contains { $0.description == method.description }, "\(method) is registered twice")
    let route = Route(method, handler)
    routes.append(route)
    if !services.contains(route.service) { services.append(route.service) }
    rehash()
  }

  package mutating func register<Request, Reply>(
    _ method: MethodDescriptor,
    _ handler: UnaryHandler<Request, Reply>
  ) {
    register(method, .unary(handler.run))
  }

  /// For who has the method at hand, and time: the wire's bytes are looked up as they are.
  package func match(_ method: MethodDescriptor) -> Match {
    Array(method.service.utf8).withUnsafeBytes { service in
      Array(method.name.utf8).withUnsafeBytes { name in match(service: service, method: name) }
    }
  }

  package func match(service: UnsafeRawBufferPointer, method: UnsafeRawBufferPointer) -> Match {
    var slot = Self.hash(service, method) & (slots.count - 1)
    while slots[slot] >= 0 {
      let route = routes[Int(slots[slot])]
      let isMatch =
        route.name.withUnsafeBytes { equal($0, method) }
        && route.service.withUnsafeBytes { equal($0, service) }
      if isMatch { return .route(route) }
      slot = (slot + 1) & (slots.count - 1)
    }
    let isKnown = services.contains { name in name.withUnsafeBytes { equal($0, service) } }
    return isKnown ? .unknownMethod : .unknownService
  }

  private mutating func rehash() {
    var size = slots.count
    while size < routes.count * 2 { size *= 2 }
    slots = Array(repeating: -1, count: size)
    for (index, route) in routes.enumerated() {
      let hash = route.service.withUnsafeBytes { service in
        route.name.withUnsafeBytes { name in Self.hash(service, name) }
      }
      var slot = hash & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(index)
    }
  }

  /// FNV-1a over the method's name, seeded with the lengths: service names differ little from one another, so
  /// their bytes would only cost time. The table is fixed at start, so nobody can make it degenerate.
  private static func hash(_ service: UnsafeRawBufferPointer, _ method: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(service.count)
    for byte in method { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & 0x7fff_ffff)
  }
}
