import Foundation

extension TemplateSet {
  private static let fileExtension = ".mustache"

  /// The built-in texts, some replaced by the operator's in a directory:
  /// `DIR/<language>/<template>.{subject,txt,html}.mustache`, and `layout.{txt,html}.mustache`.
  ///
  /// Every mail is rendered once, with and without its optional values, so that a mistake shows at start and
  /// not when a user waits for an invitation.
  ///
  /// - Throws: `configuration`, with the file's name.
  package init(overrides directory: String) throws(MailError) {
    try self.init()
    for language in try Self.entries(of: directory) {
      for file in try Self.entries(of: "\(directory)/\(language)") {
        let path = "\(directory)/\(language)/\(file)"
        guard file.hasSuffix(Self.fileExtension) else {
          throw MailError(
            .configuration,
            "\(path) is no template: its name must end in \(Self.fileExtension)"
          )
        }
        let name = String(file.dropLast(Self.fileExtension.count))
        guard Self.isName(name) else { throw MailError(.configuration, "\(path) belongs to no mail") }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
          throw MailError(.configuration, "\(path) cannot be read as UTF-8")
        }
        try replace(name, language: language, by: text)
      }
    }
    try tryOut()
  }

  /// The entries of a directory, without hidden files.
  private static func entries(of path: String) throws(MailError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw MailError(.configuration, "the templates in \(path) cannot be read")
    }
  }

  private func tryOut() throws(MailError) {
    for language in languageTags {
      for template in MailTemplate.allCases {
        let least = Dictionary(uniqueKeysWithValues: template.variables.map { ($0, "value") })
        let most = template.optionalVariables.reduce(into: least) { $0[$1] = "value" }
        for variables in [least, most] {
          do throws(MailError) {
            _ = try render(
              template,
              language: language,
              productName: "Roster",
              variables: variables,
              link: template.hasLink ? "https://example.com/" : nil
            )
          } catch {
            throw MailError(.configuration, "the mail \(template.rawValue) in \(language): \(error.message)")
          }
        }
      }
    }
  }
}
