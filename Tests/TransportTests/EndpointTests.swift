import Testing

@testable import Transport

@Suite("Endpoints as people write them")
struct EndpointTests {
  @Test(
    "what is written is what is read",
    arguments: [
      ("127.0.0.1:7466", .tcp(host: "127.0.0.1", port: 7466)),
      ("localhost:0", .tcp(host: "localhost", port: 0)),
      ("[::1]:80", .tcp(host: "::1", port: 80)), ("unix:/run/x.sock", .unix(path: "/run/x.sock")),
    ] as [(String, Endpoint)]
  )
  func parses(text: String, endpoint: Endpoint) {
    #expect(Endpoint(text) == endpoint)
    #expect(endpoint.description == text)
  }

  @Test(
    "anything else is none",
    arguments: ["", "host", "host:", ":1", "host:65536", "host:-1", "::1:80", "unix:", "[]:1"]
  )
  func refuses(text: String) {
    #expect(Endpoint(text) == nil)
  }
}
