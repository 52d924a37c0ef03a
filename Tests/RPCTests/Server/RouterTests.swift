import RPC
import Testing

@Suite("The router")
struct RouterTests {
  private enum Found: Equatable {
    case method(String)
    case unknownService
    case unknownMethod
  }

  private func find(_ service: String, _ method: String, in router: Router) -> Found {
    let (service, method) = (Array(service.utf8), Array(method.utf8))
    let match = service.withUnsafeBytes { service in
      method.withUnsafeBytes { method in router.match(service: service, method: method) }
    }
    return switch match {
    case .route(let route): .method(route.method.description)
    case .unknownService: .unknownService
    case .unknownMethod: .unknownMethod
    }
  }

  private func router(_ methods: [(service: String, name: String)]) -> Router {
    var router = Router()
    for method in methods { router.register(Echo.method(method.name, service: method.service), Echo.payload) }
    return router
  }

  @Test("finds a method by its service's and its own name, and tells which of the two it does not know")
  func match() {
    let router = router([("a.One", "Get"), ("a.Two", "Get"), ("a.Two", "Set")])
    #expect(find("a.One", "Get", in: router) == .method("a.One/Get"))
    #expect(find("a.Two", "Get", in: router) == .method("a.Two/Get"))
    #expect(find("a.Two", "Set", in: router) == .method("a.Two/Set"))
    #expect(find("a.One", "Set", in: router) == .unknownMethod)
    #expect(find("a.Three", "Get", in: router) == .unknownService)
  }

  @Test(
    "takes names as bytes: nothing but the very name will do",
    arguments: [
      ("A.one", "Get"), ("a.On", "Get"), ("a.One ", "Get"), ("a.One/Get", ""), ("", "Get"), ("", ""),
      ("a.One\0", "Get"),
    ]
  )
  func noSuchService(_ service: String, _ method: String) {
    #expect(find(service, method, in: router([("a.One", "Get")])) == .unknownService)
  }

  @Test(
    "knows no method of a service by a similar name",
    arguments: ["get", "Ge", "Gets", "", "Get\0", "Gèt"]
  )
  func noSuchMethod(_ method: String) {
    #expect(find("a.One", method, in: router([("a.One", "Get")])) == .unknownMethod)
  }

  @Test("an empty one knows nothing")
  func empty() {
    #expect(find("a.One", "Get", in: Router()) == .unknownService)
    #expect(Router().methods.isEmpty)
  }

  @Test("finds each of very many methods, services of one length included, where places collide")
  func many() {
    let methods = (0..<40).flatMap { service in
      (0..<25).map { (service: "s.Service\(10 + service)", name: "Method\($0)") }
    }
    let router = router(methods)
    for (service, name) in methods {
      #expect(find(service, name, in: router) == .method("\(service)/\(name)"))
    }
    #expect(find("s.Service10", "Method25", in: router) == .unknownMethod)
    #expect(find("s.Service99", "Method0", in: router) == .unknownService)
  }

  @Test("lists its methods in the order they were registered")
  func methods() {
    let router = router([("b.B", "Z"), ("a.A", "Y"), ("b.B", "X")])
    #expect(router.methods.map(\.description) == ["b.B/Z", "a.A/Y", "b.B/X"])
  }
}
