import Credentials
import Testing

@Suite("Comparing secrets")
struct ConstantTimeTests {
  @Test(
    "bytes are equal if all of them are",
    arguments: [
      ([], [], true), ([1], [1], true), ([1, 2], [1, 2], true),
      ([1], [], false), ([], [1], false), ([1, 2], [1, 3], false), ([0, 2], [1, 2], false),
      ([1, 2], [1, 2, 0], false),
      ([0x80], [0x00], false),
    ] as [([UInt8], [UInt8], Bool)]
  )
  func equal(_ left: [UInt8], _ right: [UInt8], _ isEqual: Bool) {
    #expect(ConstantTime.equal(left, right) == isEqual)
  }
}
