import Mustache

/// One part of a template, parsed: Mustache (mustache(5)) without partials.
struct TemplateText: Sendable {
  enum Part: String, CaseIterable {
    case subject, txt, html
  }

  private let part: Part
  private let template: MustacheTemplate

  /// - Parameter name: for error messages.
  /// - Throws: `configuration`.
  init(_ text: String, part: Part, name: String) throws(MailError) {
    self.part = part
    do {
      // Values are escaped here, by code point. The library escapes by grapheme cluster, so it misses a "<"
      // that a combining mark follows, which is still a "<" to a browser.
      template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + text)
    } catch let error as MustacheTemplate.ParserError {
      // The line above is not in the author's text.
      let line = max(error.context.lineNumber - 1, 1)
      throw MailError(
        .configuration,
        "the template \(name) is not well-formed in line \(line): \(error.error)"
      )
    } catch {
      throw MailError(.configuration, "the template \(name) is not well-formed: \(error)")
    }
  }

  /// - Parameters:
  ///   - values: an empty one is defined and makes its sections false.
  ///   - content: the value of `{{{content}}}` in a layout, already in this part's format.
  /// - Throws: `permanent` if the text uses an undefined variable.
  func render(_ values: [String: String], content: String? = nil) throws(MailError) -> String {
    var values = part == .html ? values.mapValues(Self.escaped) : values
    values["content"] = content
    let scope = Scope(values)
    let text = template.render(scope)
    guard scope.unknown.isEmpty else {
      let names = scope.unknown.sorted().joined(separator: ", ")
      throw MailError(.permanent, "the template uses variables that this mail does not have: \(names)")
    }
    return text
  }

  /// Escapes HTML's five special characters, for elements and quoted attributes.
  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

/// The values of one rendering. Mustache ignores undefined variables; this records them.
private final class Scope: MustacheParent {
  private let values: [String: String]
  private(set) var unknown: Set<String> = []

  init(_ values: [String: String]) {
    self.values = values
  }

  func child(named name: String) -> Any? {
    guard let value = values[name] else {
      unknown.insert(name)
      return nil
    }
    return value.isEmpty ? nil : value
  }
}
