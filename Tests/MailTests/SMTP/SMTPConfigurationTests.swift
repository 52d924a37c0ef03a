import TestSupport
import Testing

@testable import Mail

@Suite("The mail server's settings")
struct SMTPConfigurationTests {
  @Test(
    "require encryption by default",
    arguments: [
      ("smtp://mail.example.com:587", true, SMTPConfiguration.Security.startTLS),
      ("smtp://mail.example.com", false, .startTLSIfOffered),
      ("smtps://mail.example.com", true, .implicitTLS),
      ("smtps://mail.example.com:465/roster.example.com", false, .implicitTLS),
    ]
  )
  func security(url: String, requireTLS: Bool, expected: SMTPConfiguration.Security) throws {
    #expect(try SMTPConfiguration(url: url, requireTLS: requireTLS).security == expected)
  }

  @Test(
    "are refused if they name no mail server, or contain a password",
    arguments: [
      "", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://user@mail.example.com",
      "smtp://user:password@mail.example.com", "smtp://mail.example.com?x=1",
    ]
  )
  func refused(url: String) {
    #expect(mailError { _ = try SMTPConfiguration(url: url) }?.kind == .configuration)
  }

  @Test("are refused if a password would be sent unencrypted, or a file is missing")
  func credentials() throws {
    let directory = TemporaryDirectory()
    let file = try directory.write("secret", to: "password")
    let url = "smtp://mail.example.com"
    func error(_ passwordFile: String, requireTLS: Bool) -> MailError? {
      mailError {
        _ = try SMTPConfiguration(
          url: url,
          requireTLS: requireTLS,
          credentials: .init(user: "roster", passwordFile: passwordFile)
        )
      }
    }
    #expect(error(file, requireTLS: true) == nil)
    #expect(error(file, requireTLS: false)?.kind == .configuration)
    #expect(error("/nonexistent", requireTLS: true)?.message == "/nonexistent cannot be read")
  }
}
