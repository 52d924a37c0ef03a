import Mustache

/// One part of a template, parsed: a Mustache text (mustache(5)) without partials.
struct TemplateText: Sendable {
  enum Part: String, CaseIterable {
    case subject, txt, html
  }

  private let part: Part
  private let template: MustacheTemplate

  /// - Parameter name: for the message of what is thrown.
  /// - Throws: `configuration`.
  init(_ text: String, part: Part, name: String) throws(MailError) {
    self.part = part
    do {
      // Values are escaped here, by code point. The library escapes by grapheme cluster, and a "<" with a
      // combining mark behind it is none to it, but still one to a browser.
      template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + text)
    } catch let error as MustacheTemplate.ParserError {
      // The line above is not the author's.
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
  ///   - values: an empty one counts as given and makes its sections false.
  ///   - content: what `{{{content}}}` stands for in a layout, already in this part's form.
  /// - Throws: `permanent` if the text names a variable that there is not.
  func render(_ values: [String: String], content: String? = nil) throws(MailError) -> String {
    var values = part == .html ? values.mapValues(Self.escaped) : values
    values["content"] = content
    let scope = Scope(values)
    let text = template.render(scope)
    guard scope.unknown.isEmpty else {
      let names = scope.unknown.sorted().joined(separator: ", ")
      throw MailError(.permanent, "the template names what this mail does not have: \(names)")
    }
    return text
  }

  /// HTML's five, so that a value is text in an element and in a quoted attribute.
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

/// The values of one rendering. Mustache passes over what is not there; this remembers it.
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
