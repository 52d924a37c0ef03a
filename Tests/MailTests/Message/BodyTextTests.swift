import Testing

@testable import Mail

@Suite("A body's text")
struct BodyTextTests {
  @Test("is unchanged if it is ASCII, so that a link can be copied from the file")
  func plain() {
    let body = BodyText("See https://example.com/?token=a=b\n\tindented\n")
    #expect(body.encoding == "7bit")
    #expect(text(body) == "See https://example.com/?token=a=b\r\n\tindented\r\n")
  }

  @Test(
    "is quoted-printable otherwise",
    arguments: [
      ("é", "=C3=A9"),
      ("é = 1", "=C3=A9 =3D 1"),
      ("é \n", "=C3=A9=20"),
      ("é\t\nb", "=C3=A9=09\r\nb"),
      ("\u{0}", "=00"),
      // 25 letters make 75 bytes; a soft break leaves no line longer than 76.
      (
        String(repeating: "€", count: 9),
        "=E2=82=AC=E2=82=AC=E2=82=AC=E2=82=AC=E2=82=AC=E2=82=AC=E2=82=AC=E2=82=AC=E2=\r\n=82=AC"
      ),
    ]
  )
  func quotedPrintable(input: String, expected: String) {
    let body = BodyText(input)
    #expect(body.encoding == "quoted-printable")
    #expect(text(body) == expected + "\r\n")
  }

  @Test("ends every line in CR LF, whatever its line break", arguments: ["a\nb", "a\r\nb\r\n", "a\rb\n"])
  func lineBreaks(input: String) {
    #expect(text(BodyText(input)) == "a\r\nb\r\n")
  }

  @Test("has no line longer than SMTP allows")
  func longLines() {
    let fits = BodyText(String(repeating: "x", count: 998))
    #expect(fits.encoding == "7bit")
    let broken = BodyText(String(repeating: "x", count: 999))
    #expect(broken.encoding == "quoted-printable")
    #expect(text(broken).split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
  }

  private func text(_ body: BodyText) -> String { String(decoding: body.bytes, as: UTF8.self) }
}
