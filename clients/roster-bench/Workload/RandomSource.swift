/// SplitMix64: small, fast, and the same for a seed everywhere, so that runs can be repeated.
///
/// See Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct RandomSource: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// The source for one of many items with the same seed, in any order.
  init(seed: UInt64, index: UInt64) {
    var source = RandomSource(seed: seed &+ index &* 0xd134_2543_de82_ef95)
    state = source.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}
