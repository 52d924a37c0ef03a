/// Swift source text, written line by line, with indentation.
struct SourceText {
  private(set) var text = ""
  private var depth = 0

  mutating func line(_ content: String = "") {
    text += content.isEmpty ? "\n" : String(repeating: "  ", count: depth) + content + "\n"
  }

  /// A line that ends with a brace, the lines inside, and the closing brace.
  mutating func block(_ opening: String, closing: String = "}", _ body: (inout SourceText) -> Void) {
    line(opening)
    depth += 1
    body(&self)
    depth -= 1
    line(closing)
  }

  mutating func indented(_ body: (inout SourceText) -> Void) {
    depth += 1
    body(&self)
    depth -= 1
  }

  /// A comment of the contract as a doc comment.
  mutating func doc(_ comment: String) {
    guard !comment.isEmpty else { return }
    for content in comment.split(separator: "\n", omittingEmptySubsequences: false) {
      line(content.isEmpty ? "///" : "/// \(content)")
    }
  }
}
