#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether two runs of bytes are the same. Not for secrets: it stops at the first difference.
@inline(__always)
func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
  guard left.count == right.count else { return false }
  guard let a = left.baseAddress, let b = right.baseAddress else { return left.isEmpty }
  return memcmp(a, b, left.count) == 0
}
