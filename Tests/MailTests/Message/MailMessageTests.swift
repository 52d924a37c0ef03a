import Testing

@testable import Mail

@Suite("A mail message")
struct MailMessageTests {
  @Test("is written as in RFC 5322 and MIME, byte for byte")
  func golden() throws {
    let message = try MailMessage.sample(toName: "Bob", text: "Grüße\n", html: "<p>Hello</p>\n")
    #expect(
      message.wireText
        == """
        Date: Fri, 21 Nov 2025 07:42:15 +0000
        From: "Roster" <no-reply@example.com>
        To: "Bob" <bob@example.net>
        Subject: Hello
        Message-ID: <42.1763710935000007@example.com>
        Auto-Submitted: auto-generated
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary="=_42_1763710935000007_0"

        --=_42_1763710935000007_0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Gr=C3=BC=C3=9Fe

        --=_42_1763710935000007_0
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: 7bit

        <p>Hello</p>

        --=_42_1763710935000007_0--

        """.replacing("\n", with: "\r\n")
    )
  }

  @Test("uses another boundary if a body contains the first")
  func boundary() throws {
    let message = try MailMessage.sample(text: "--=_42_1763710935000007_0--\n")
    #expect(message.field("Content-Type") == "multipart/alternative; boundary=\"=_42_1763710935000007_1\"")
  }

  @Test(
    "refuses text that would begin another header field",
    arguments: ["a\r\nBcc: eve@example.com", "a\nb", "a\rb", "a\0b", "a\u{85}b", "a\u{2028}b", "a\u{7f}b"]
  )
  func injection(text: String) throws {
    #expect(mailError { _ = try MailMessage.sample(subject: text) }?.kind == .permanent)
    #expect(mailError { _ = try MailMessage.sample(toName: text) }?.kind == .permanent)
    #expect(mailError { _ = try MailMessage.sample(to: "\(text)@example.com") }?.kind == .permanent)
    #expect(mailError { _ = try MailMessage.sample(id: text) }?.kind == .permanent)
  }

  @Test(
    "refuses an invalid address, or one that would end its SMTP command",
    arguments: [
      "", "ada", "@example.com", "ada@", "a@b@c", "ada@example.com> RCPT TO:<eve@example.com",
      "a b@example.com",
      "ada@exam ple.com", "<ada@example.com>", "ada,eve@example.com", "ada@example.com;",
      "\"ada\"@example.com",
    ]
  )
  func address(text: String) {
    #expect(mailError { _ = try MailAddress(text) }?.kind == .permanent)
  }

  @Test("names a domain of any script in ASCII, as every mail server accepts it, and keeps the local part")
  func internationalAddress() throws {
    let address = try MailAddress("zoë@bücher.example")
    #expect(address.address == "zoë@xn--bcher-kva.example")
    #expect(address.domain == "xn--bcher-kva.example")
    #expect(try MailMessage.sample(to: "zoë@bücher.example").field("To") == "zoë@xn--bcher-kva.example")
    #expect(mailError { _ = try MailAddress("a@☕.us") }?.kind == .permanent)
  }
}
