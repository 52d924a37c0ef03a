import Testing

@testable import rosterctl

@Suite("The token of a link")
struct LinkTextTests {
  private static let token = InvitesTests.token

  @Test(
    "is found alone, in its link, and in a text around it",
    arguments: [
      token, "  \(token)\n", "https://example.com/invitation?token=\(token)",
      "https://example.com/i/\(token)/",
      "Hello,\r\n\r\nhttps://example.com/invitation?token=\(token)\r\n\r\nIt works once.\r\n",
      "<a href=\"https://example.com/?token=\(token)&amp;source=mail\">Accept</a>",
    ]
  )
  func found(text: String) {
    #expect(LinkText.tokens(in: text) == [Self.token])
  }

  @Test("is found in a mail whose parts are quoted-printable, where a line may break within it")
  func quotedPrintable() {
    let mail = """
      Subject: Invitation\r
      Content-Type: multipart/alternative; boundary="=_1_2_0"\r
      \r
      --=_1_2_0\r
      Content-Type: text/plain; charset=utf-8\r
      Content-Transfer-Encoding: quoted-printable\r
      \r
      F=C3=BCr Sie:\r
      https://example.com/invitation?token=3Dri_0123456789abcdefghijk=\r
      lmnopqrstuvwxyzABCDEFG-_\r
      --=_1_2_0\r
      Content-Transfer-Encoding: 7bit\r
      \r
      <a href="https://example.com/invitation?token=\(Self.token)">Annehmen</a>\r
      --=_1_2_0--\r

      """
    #expect(LinkText.tokens(in: mail) == [Self.token])
  }

  @Test(
    "is not taken from what is none",
    arguments: [
      "", "no link here", "https://example.com/", "https://example.com/?token=short",
      "Message-ID: <\(token)@example.com>\n\nHello", "bad!token",
    ]
  )
  func none(text: String) {
    #expect(LinkText.tokens(in: text).isEmpty)
  }

  @Test("is not chosen among several")
  func several() {
    let other = String(repeating: "z", count: 43)
    let text = "https://example.com/?token=\(Self.token) https://example.com/?token=\(other)"
    #expect(LinkText.tokens(in: text) == [Self.token, other])
  }
}
