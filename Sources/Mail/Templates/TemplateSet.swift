/// The texts of all mails in all languages.
///
/// A language is a set of Mustache texts named `<template>.<part>`, where a part is `subject`, `txt` or
/// `html`. The `layout`, which has no subject, surrounds each body: greeting, `{{{content}}}`, signature.
package struct TemplateSet: Sendable {
  /// The language used for one without texts of its own.
  package static let fallbackLanguage = "en"

  package struct Content: Sendable, Hashable {
    package let subject: String
    package let text: String
    package let html: String
  }

  /// By language tag in lower case, then by name.
  private var languages: [String: [String: TemplateText]] = [:]

  /// The built-in texts.
  package init() throws(MailError) {
    for (language, files) in BuiltInTemplates.languages {
      for (name, text) in files.joined() {
        languages[language, default: [:]][name] = try TemplateText(
          text,
          part: try Self.part(of: name),
          name: "\(language)/\(name)"
        )
      }
    }
  }

  /// The languages that have texts, as BCP 47 tags in lower case.
  package var languageTags: [String] { languages.keys.sorted() }

  /// Replaces a built-in text, or adds one in another language.
  mutating func replace(_ name: String, language: String, by text: String) throws(MailError) {
    languages[language.lowercased(), default: [:]][name] = try TemplateText(
      text,
      part: try Self.part(of: name),
      name: "\(language)/\(name)"
    )
  }

  /// Renders a mail's texts.
  ///
  /// - Parameters:
  ///   - language: a BCP 47 tag or empty. The look-up tries ever shorter prefixes (RFC 4647, section 3.4),
  ///     then English: `de-CH-1996`, `de-CH`, `de`, `en`.
  ///   - variables: the template's variables (``MailTemplate/variables``); missing optional ones count as
  ///     empty.
  ///   - link: the secret link, for templates that have one.
  /// - Throws: `permanent`.
  package func render(
    _ template: MailTemplate,
    language: String,
    productName: String,
    variables: [String: String],
    link: String?
  ) throws(MailError) -> Content {
    try template.check(variables, hasLink: link != nil)
    var values = Dictionary(uniqueKeysWithValues: template.optionalVariables.map { ($0, "") })
      .merging(variables) { $1 }
    values["product_name"] = productName
    // The layout, which all mails share, uses it.
    values["sign_in_link"] = values["sign_in_link"] ?? ""
    values["link"] = link
    let name = template.rawValue
    // One language for the whole mail: the first that has its subject.
    let tag =
      Self.fallbacks(language).first { languages[$0]?["\(name).subject"] != nil } ?? Self.fallbackLanguage
    values["language"] = tag
    func part(_ part: TemplateText.Part) throws(MailError) -> String {
      try text("\(name).\(part)", tag).render(values)
    }
    let subject = try part(.subject).trimmingWhitespace()
    return Content(
      subject: subject,
      text: try text("layout.txt", tag).render(values, content: part(.txt)),
      html: try text("layout.html", tag).render(values, content: part(.html))
    )
  }

  /// The text with that name in a language or its fallbacks. English has them all.
  private func text(_ name: String, _ language: String) throws(MailError) -> TemplateText {
    for tag in Self.fallbacks(language) {
      if let text = languages[tag]?[name] { return text }
    }
    throw MailError(.permanent, "there is no template \(name)")
  }

  private static func fallbacks(_ language: String) -> [String] {
    var subtags = language.lowercased().split(separator: "-")
    var tags: [String] = []
    while !subtags.isEmpty {
      tags.append(subtags.joined(separator: "-"))
      subtags.removeLast()
    }
    return tags + [fallbackLanguage]
  }

  private static func part(of name: String) throws(MailError) -> TemplateText.Part {
    guard isName(name), let part = TemplateText.Part(rawValue: String(name.split(separator: ".")[1])) else {
      throw MailError(.configuration, "there is no template \(name)")
    }
    return part
  }

  /// Whether a text with that name is used.
  static func isName(_ name: String) -> Bool {
    names.contains(name)
  }

  static let names: Set<String> = Set(
    ["layout.txt", "layout.html"]
      + MailTemplate.allCases.flatMap { template in
        TemplateText.Part.allCases.map { "\(template.rawValue).\($0)" }
      }
  )
}

extension String {
  fileprivate func trimmingWhitespace() -> String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
