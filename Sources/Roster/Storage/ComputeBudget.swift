/// What the computations that run at once may take of the machine.
package struct ComputeBudget: Sendable {
  package var threads: Int
  /// Of all together.
  package var mebibytes: Int

  package init(threads: Int = 2, mebibytes: Int = Limits.defaultComputeMebibytes) {
    self.threads = threads
    self.mebibytes = mebibytes
  }

  var bytes: Int { mebibytes << 20 }
}
