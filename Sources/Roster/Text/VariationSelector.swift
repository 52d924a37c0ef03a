/// Where a variation selector is visible: after a character that has variants.
enum VariationSelector {
  static func selects(_ scalar: Unicode.Scalar, _ base: Unicode.Scalar?) -> Bool {
    guard let base else { return false }
    return switch scalar.value {
    // Emoji or text presentation.
    case 0xfe0e, 0xfe0f: Joiner.isEmoji(base)
    // The ideographic variants in which names are registered in Japan (UTS #37).
    case 0xfe00...0xfe02, 0xe0100...0xe01ef: base.properties.isIdeographic
    case 0x180b...0x180d, 0x180f: (0x1820...0x18aa).contains(base.value)
    default: false
    }
  }
}
