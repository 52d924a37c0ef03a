import TestSupport
import Testing

@testable import Mail

@Suite("An operator's templates")
struct TemplateOverrideTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = TemporaryDirectory()
  }

  private func subjectAndText(_ templates: TemplateSet, _ language: String) throws -> (String, String) {
    let content = try templates.render(
      .invitationCancelled,
      language: language,
      productName: "Acme",
      variables: ["account_name": "<A>"],
      link: nil
    )
    return (content.subject, content.text)
  }

  @Test("replace single built-in texts")
  func replace() throws {
    try directory.write("Sorry: {{account_name}}\n", to: "en/invitation_cancelled.subject.mustache")
    let templates = try TemplateSet(overrides: directory.path)
    let (subject, text) = try subjectAndText(templates, "en")
    #expect(subject == "Sorry: <A>")
    #expect(text.contains("has\nbeen withdrawn"))
    #expect(try subjectAndText(templates, "de").0 == "Einladung zum Konto <A> zurückgezogen")
  }

  @Test("add a language, or a variant of one, with fallbacks for what is missing")
  func newLanguage() throws {
    try directory.write("Convite cancelado", to: "pt-BR/invitation_cancelled.subject.mustache")
    let templates = try TemplateSet(overrides: directory.path)
    #expect(try subjectAndText(templates, "pt-br").0 == "Convite cancelado")
    #expect(try subjectAndText(templates, "pt").0 == "Invitation to <A> withdrawn")
    #expect(try subjectAndText(templates, "pt-BR").1.contains("withdrawn"))
  }

  @Test("replace the layout around every mail; values stay escaped, even in three braces")
  func layout() throws {
    try directory.write("<html>{{{product_name}}}|{{{content}}}", to: "en/layout.html.mustache")
    try directory.write("<i>{{{account_name}}}</i>", to: "en/invitation_cancelled.html.mustache")
    let content = try TemplateSet(overrides: directory.path).render(
      .invitationCancelled,
      language: "en",
      productName: "A&B",
      variables: ["account_name": "<A>"],
      link: nil
    )
    #expect(content.html == "<html>A&amp;B|<i>&lt;A&gt;</i>")
  }

  @Test(
    "are refused at start, by name, if they cannot work",
    arguments: [
      (
        "en/invitation.txt.mustache", "Dear {{nmae}}",
        "the mail invitation in en: the template uses variables that this mail does not have: nmae"
      ),
      ("en/invitation.txt.mustache", "{{#inviter_name}}{{typo}}{{/inviter_name}}", "typo"),
      ("en/invitation.txt.mustache", "{{^inviter_name}}{{typo}}{{/inviter_name}}", "typo"),
      ("en/access_removed.txt.mustache", "{{link}}", "link"),
      ("en/invitation.txt.mustache", "one\n{{#open}}", "en/invitation.txt is not well-formed in line 2"),
      ("en/invitatoin.txt.mustache", "x", "belongs to no mail"),
      ("en/layout.subject.mustache", "x", "belongs to no mail"),
      ("en/invitation.mustache", "x", "belongs to no mail"),
      ("en/invitation.txt", "x", "its name must end in .mustache"),
    ]
  )
  func refused(file: String, text: String, expected: String) throws {
    try directory.write(text, to: file)
    let error = mailError { _ = try TemplateSet(overrides: directory.path) }
    #expect(error?.kind == .configuration)
    #expect(error?.message.contains(expected) == true, "\(error?.message ?? "none")")
  }

  @Test("are refused if the directory does not exist")
  func missing() {
    #expect(mailError { _ = try TemplateSet(overrides: "/nonexistent") }?.kind == .configuration)
  }
}
