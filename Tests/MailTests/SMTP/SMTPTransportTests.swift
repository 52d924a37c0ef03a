import Foundation
import Glibc
import TestSupport
import Testing

@testable import Mail

@Suite("Mail by SMTP")
struct SMTPTransportTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = TemporaryDirectory()
  }

  /// A transport without encryption, for tests of later steps.
  private func plainTransport(to server: SMTPServer) throws -> SMTPTransport {
    try SMTPTransport(SMTPConfiguration(url: "smtp://127.0.0.1:\(server.port)", requireTLS: false))
  }

  private func credentials(_ password: String) throws -> SMTPConfiguration.Credentials {
    .init(user: "roster", passwordFile: try directory.write("\(password)\n", to: "password"))
  }

  @Test("arrives with STARTTLS and a password, unchanged")
  func startTLS() throws {
    let certificate = try Certificate(in: directory)
    let server = try SMTPServer(certificate: certificate, user: "roster", password: "pass word ü")
    let transport = try SMTPTransport(
      SMTPConfiguration(
        url: "smtp://127.0.0.1:\(server.port)",
        credentials: credentials("pass word ü"),
        certificateAuthorityFile: certificate.path
      )
    )
    let long = String(repeating: "Zoë’s 日本 ", count: 40) + "end"
    let text = ".\n..two\n.\nQUIT\nGrüße = \(long)\nhttps://example.com/?t=abc=\n"
    let message = try MailMessage.sample(toName: "Zoë, \"Z\"", subject: long, text: text)
    try transport.deliver(message)
    let mail = try server.nextMail()
    #expect(mail.mailFrom == "no-reply@example.com")
    #expect(mail.recipients == ["bob@example.net"])
    #expect(mail.isEncrypted && mail.isAuthenticated)
    #expect(mail.defects == [])
    #expect(mail.from == "Roster <no-reply@example.com>")
    #expect(mail.to == "\"Zoë, \\\"Z\\\"\" <bob@example.net>")
    #expect(mail.subject == long)
    #expect(mail.messageID == "<42.1763710935000007@example.com>")
    #expect(mail.text == text)
    #expect(mail.html == message.html)
  }

  @Test("arrives with TLS from the start")
  func implicitTLS() throws {
    let certificate = try Certificate(in: directory)
    let server = try SMTPServer(certificate: certificate, implicitTLS: true)
    let transport = try SMTPTransport(
      SMTPConfiguration(url: "smtps://127.0.0.1:\(server.port)", certificateAuthorityFile: certificate.path)
    )
    try transport.deliver(.sample())
    #expect(try server.nextMail().isEncrypted)
  }

  @Test("goes to a domain of any script through any server, since it is sent in ASCII")
  func internationalDomain() throws {
    let server = try SMTPServer(asciiOnly: true)
    try plainTransport(to: server).deliver(.sample(to: "b@münchen.example"))
    let mail = try server.nextMail()
    #expect(mail.recipients == ["b@xn--mnchen-3ya.example"])
    #expect(mail.to == "b@xn--mnchen-3ya.example")
    #expect(mail.defects == [])
  }

  @Test("goes to a local part of any script through a server with SMTPUTF8, and fails with another")
  func internationalLocalPart() throws {
    let able = try SMTPServer()
    try plainTransport(to: able).deliver(.sample(to: "zoë@münchen.example"))
    #expect(try able.nextMail().recipients == ["zoë@xn--mnchen-3ya.example"])
    let unable = try SMTPServer(asciiOnly: true)
    let transport = try plainTransport(to: unable)
    let error = mailError { try transport.deliver(.sample(to: "zoë@münchen.example")) }
    #expect(error?.kind == .permanent)
    withExtendedLifetime(unable) {}
  }

  @Test("arrives mail after mail, including text with lines of dots")
  func several() throws {
    let server = try SMTPServer()
    let transport = try plainTransport(to: server)
    for number in 1...3 {
      try transport.deliver(.sample(id: "\(number)", text: ".leading\n"))
      let mail = try server.nextMail()
      #expect(mail.messageID.hasPrefix("<\(number)."))
      #expect(mail.text == ".leading\n")
      #expect(!mail.isEncrypted)
    }
  }

  @Test("arrives at an address with letters of any script")
  func internationalAddress() throws {
    let server = try SMTPServer()
    try plainTransport(to: server).deliver(.sample(to: "zoë@example.net"))
    #expect(try server.nextMail().recipients == ["zoë@example.net"])
  }

  @Test("is not sent to a server with an unknown certificate")
  func unknownCertificate() throws {
    let server = try SMTPServer(certificate: Certificate(in: directory))
    let transport = try SMTPTransport(SMTPConfiguration(url: "smtp://127.0.0.1:\(server.port)"))
    #expect(mailError { try transport.deliver(.sample()) }?.kind == .transient)
  }

  @Test("is not sent to a server without encryption")
  func noEncryption() throws {
    let server = try SMTPServer()
    let transport = try SMTPTransport(SMTPConfiguration(url: "smtp://127.0.0.1:\(server.port)"))
    #expect(mailError { try transport.deliver(.sample()) }?.kind == .transient)
  }

  @Test(
    "stays queued if the password is wrong, without revealing it; a new one is read without a restart"
  )
  func wrongPassword() throws {
    let certificate = try Certificate(in: directory)
    let server = try SMTPServer(certificate: certificate, user: "roster", password: "right")
    let transport = try SMTPTransport(
      SMTPConfiguration(
        url: "smtp://127.0.0.1:\(server.port)",
        credentials: credentials("hunter2"),
        certificateAuthorityFile: certificate.path
      )
    )
    let error = try #require(mailError { try transport.deliver(.sample()) })
    #expect(error.kind == .transient)
    #expect(error.message.contains("535"))
    #expect(!error.message.contains("hunter2"))
    _ = try credentials("right")
    try transport.deliver(.sample())
    #expect(try server.nextMail().isAuthenticated)
  }

  @Test(
    "that is refused with 4xx may be accepted later",
    arguments: ["MAIL=451 4.3.0 Later", "RCPT=451 4.7.1 Greylisted", "DATA=452 4.2.2 Mailbox full"]
  )
  func transientRefusal(refusal: String) throws {
    let server = try SMTPServer(refusals: [refusal])
    let transport = try plainTransport(to: server)
    let error = try #require(mailError { try transport.deliver(.sample()) })
    #expect(error.kind == .transient)
    #expect(error.message.hasPrefix(String(refusal.dropFirst(5))))
    #expect(!error.mayHaveArrived)
    try transport.deliver(.sample())
    #expect(try server.nextMail().recipients == ["bob@example.net"])
  }

  @Test(
    "that is refused with 5xx fails permanently",
    arguments: ["MAIL=553 5.1.8 Sender", "RCPT=550 5.1.1 No such user", "DATA=554 5.7.1 Spam"]
  )
  func permanentRefusal(refusal: String) throws {
    let server = try SMTPServer(refusals: [refusal])
    let error = try #require(mailError { try plainTransport(to: server).deliver(.sample()) })
    #expect(error.kind == .permanent)
    #expect(error.message.hasPrefix(String(refusal.dropFirst(5))))
    #expect(!error.mayHaveArrived)
  }

  @Test("may have arrived if the connection breaks before the server has confirmed the text")
  func dropped() throws {
    let server = try SMTPServer(refusals: ["DROP="])
    let error = try #require(mailError { try plainTransport(to: server).deliver(.sample()) })
    #expect(error.kind == .transient)
    #expect(error.mayHaveArrived)
  }

  @Test("that is refused with control characters is reported without them")
  func unprintableRefusal() throws {
    let server = try SMTPServer(refusals: ["RCPT=550 \u{1b}[2J\u{7}gone \u{202e}nori\u{200b}"])
    let error = try #require(mailError { try plainTransport(to: server).deliver(.sample()) })
    #expect(
      error.message.hasPrefix(#"550 \u{1b}[2J\u{7}gone \u{202e}nori\u{200b}"#),
      "\(error.message.debugDescription)"
    )
  }

  @Test("that no server accepts may succeed later")
  func noServer() throws {
    var server: SMTPServer? = try SMTPServer()
    let transport = try plainTransport(to: #require(server))
    server = nil
    #expect(mailError { try transport.deliver(.sample()) }?.kind == .transient)
    #expect(mailError { try transport.deliver(.sample()) }?.mayHaveArrived == false)
  }

  @Test("is aborted at once when the server stops and the mail server does not reply")
  func cancelled() throws {
    // Accepts connections into its backlog and never replies.
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    try #require(isListening)
    let port = UInt16(bigEndian: address.sin_port)
    let transport = try SMTPTransport(SMTPConfiguration(url: "smtp://127.0.0.1:\(port)", requireTLS: false))
    let error = mailError { try transport.deliver(.sample(), isCancelled: { true }) }
    #expect(error?.kind == .transient)
  }
}
