import Testing

@testable import Mail

@Suite("Templates")
struct TemplateSetTests {
  private let templates: TemplateSet

  init() throws {
    templates = try TemplateSet()
  }

  static let values = [
    "account_name": "Difference & Engines", "inviter_name": "Charles <b>Babbage</b>", "recipient_name": "Ada",
    "expire_time": "2026-01-02 03:04 UTC", "former_owner_name": "Charles", "new_owner_name": "Mary",
    "old_email": "old@example.com", "new_email": "new@example.com", "email": "ada@example.com",
    "owner_name": "Grace & Co", "time": "2026-01-01 12:34 UTC", "passkey_label": "Ada's <phone>",
    "device_label": "Firefox & Linux", "source_address": "2001:db8::7",
    "sign_in_link": "https://example.com/sign-in?a=1&b=2",
  ]
  private static let link = "https://example.com/i?t=1&u=2"

  private static func escaped(_ value: String) -> String {
    value.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("'", with: "&#39;")
  }

  private func render(
    _ template: MailTemplate,
    _ language: String,
    optional: Bool = true
  ) throws -> TemplateSet.Content {
    let names = optional ? template.variables.union(template.optionalVariables) : template.variables
    return try templates.render(
      template,
      language: language,
      productName: "Acme",
      variables: Self.values.filter { names.contains($0.key) },
      link: template.hasLink ? Self.link : nil
    )
  }

  @Test(
    "contain in every language everything that the mail is about",
    arguments: MailTemplate.allCases,
    ["de", "en", "es", "fr"]
  )
  func all(template: MailTemplate, language: String) throws {
    let content = try render(template, language)
    // Both addresses have the same subject, which names neither.
    for name in template.variables.union(template.optionalVariables) {
      let value = try #require(Self.values[name])
      #expect(content.text.contains(value), "\(name)")
      #expect(content.html.contains(Self.escaped(value)), "\(name)")
    }
    #expect(content.text.contains("Acme") && content.html.contains("Acme"))
    #expect(content.html.contains("<html lang=\"\(language)\">"))
    #expect(!content.subject.isEmpty && !content.subject.contains("\n"))
    for text in [content.subject, content.text, content.html] {
      #expect(!text.contains("{{") && !text.contains("}}"))
    }
    if template.hasLink {
      #expect(content.text.contains("\n\(Self.link)\n"), "alone in its line, so that it can be copied")
      #expect(content.html.contains("href=\"https://example.com/i?t=1&amp;u=2\""))
    }
    let plainer = try render(template, language, optional: false)
    #expect(!plainer.text.contains("Ada") && !plainer.text.contains("Babbage"))
    for remnant in ["\"\"", "„“", "«»", "«  »", "\n\n\n"] {
      #expect(!plainer.text.contains(remnant), "a missing value leaves no gap")
    }
    #expect(plainer.text.split(separator: "\n").first?.hasSuffix(language == "es" ? ":" : ",") == true)
  }

  @Test("differ between languages", arguments: MailTemplate.allCases)
  func distinct(template: MailTemplate) throws {
    let subjects = try ["de", "en", "es", "fr"].map { try render(template, $0).subject }
    #expect(Set(subjects).count == 4)
  }

  @Test("produce the English invitation that its reader sees")
  func golden() throws {
    let content = try render(.invitation, "en")
    #expect(content.subject == "Invitation to Difference & Engines")
    #expect(
      content.text == """
        Hello Ada,

        Charles <b>Babbage</b> has invited you to use the account "Difference & Engines" at Acme.

        Open this link to accept:

        https://example.com/i?t=1&u=2

        It works once, until 2026-01-02 03:04 UTC. It is meant for you alone: please do
        not pass it on. If you did not expect this invitation, ignore this mail.

        --\u{20}
        Acme

        """
    )
    let line =
      "<p>Charles &lt;b&gt;Babbage&lt;/b&gt; has invited you to use the account "
      + "<strong>Difference &amp; Engines</strong> at Acme.</p>"
    #expect(content.html.contains(line))
  }

  @Test("list what is known about a new device")
  func newDevice() throws {
    let known = try render(.newDevice, "en")
    #expect(
      known.text.contains(
        """
        had not seen before:

          time         2026-01-01 12:34 UTC
          device       Firefox & Linux
          IP address   2001:db8::7

        If it was you,
        """
      )
    )
    let unknown = try render(.newDevice, "en", optional: false)
    #expect(unknown.text.contains("before:\n\n  time         2026-01-01 12:34 UTC\n\nIf it was you,"))
    #expect(unknown.html.contains("<p>Time: <strong>2026-01-01 12:34 UTC</strong></p>"))
  }

  @Test("name a passkey that has a label", arguments: ["de", "en", "es", "fr"])
  func passkey(language: String) throws {
    let named = [
      "de": "Der Passkey „Ada's <phone>“ wurde von Ihrem Login bei Acme entfernt.",
      "en": "The passkey \"Ada's <phone>\" was removed from your login at Acme.",
      "es": "La llave de acceso «Ada's <phone>» se ha eliminado de su usuario en Acme.",
      "fr": "La clé d’accès « Ada's <phone> » a été supprimée de votre identifiant chez Acme.",
    ]
    let unnamed = [
      "de": "Ein Passkey wurde von Ihrem Login bei Acme entfernt.",
      "en": "A passkey was removed from your login at Acme.",
      "es": "Se ha eliminado una llave de acceso de su usuario en Acme.",
      "fr": "Une clé d’accès a été supprimée de votre identifiant chez Acme.",
    ]
    func text(optional: Bool) throws -> String {
      try render(.passkeyRemoved, language, optional: optional).text.replacing("\n", with: " ")
    }
    #expect(try text(optional: true).contains(try #require(named[language])))
    #expect(try text(optional: false).contains(try #require(unnamed[language])))
  }

  @Test(
    "escape HTML by code point, so that no combining mark hides a bracket or a quote",
    arguments: [("<", "&lt;"), (">", "&gt;"), ("&", "&amp;"), ("\"", "&quot;"), ("'", "&#39;")]
  )
  func combiningMarks(character: String, expected: String) throws {
    let content = try templates.render(
      .accessRemoved,
      language: "en",
      productName: "Acme",
      variables: ["account_name": "\(character)\u{0301}"],
      link: nil
    )
    // As bytes: in a String, a letter and its mark are one Character.
    let element = Array("<strong>\(expected)\u{0301}</strong>".utf8)
    #expect(Array(content.html.utf8).firstRange(of: element) != nil)
    #expect(content.subject == "You no longer have access to \(character)\u{0301}")
  }

  @Test("do not interpret template syntax in a value")
  func noSecondRendering() throws {
    let content = try templates.render(
      .accessRemoved,
      language: "en",
      productName: "Acme",
      variables: ["account_name": "{{product_name}}{{{link}}}"],
      link: nil
    )
    #expect(content.subject == "You no longer have access to {{product_name}}{{{link}}}")
    #expect(content.html.contains("<strong>{{product_name}}{{{link}}}</strong>"))
  }

  @Test(
    "are chosen by ever shorter prefixes of the language tag, then English",
    arguments: [
      ("de", "de"), ("DE", "de"), ("de-CH", "de"), ("de-Latn-CH-1996", "de"), ("fr-CA", "fr"),
      ("es-419", "es"),
      ("en-GB", "en"), ("pt-BR", "en"), ("", "en"), ("der", "en"), ("x-de", "en"),
    ]
  )
  func fallback(tag: String, expected: String) throws {
    #expect(try render(.accessRemoved, tag).html.contains("<html lang=\"\(expected)\">"))
  }

  @Test("refuse a mail whose variables or link do not match the template")
  func wrongVariables() {
    func error(_ variables: [String: String], link: String? = "https://example.com/") -> String? {
      mailError {
        _ = try templates.render(.invitation, language: "", productName: "", variables: variables, link: link)
      }?.message
    }
    let good = ["account_name": "A", "expire_time": "T"]
    #expect(error(good) == nil)
    #expect(error(["account_name": "A"]) == "the mail invitation lacks expire_time")
    #expect(
      error(["account_name": "", "expire_time": ""]) == "the mail invitation lacks account_name, expire_time"
    )
    #expect(error(good.merging(["token": "x"]) { $1 }) == "the mail invitation has no token")
    #expect(error(good, link: nil) == "the mail invitation must have a link")
  }
}
