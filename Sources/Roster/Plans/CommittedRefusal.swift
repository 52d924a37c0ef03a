import RPC

/// Refuses a change, and commits what its method has written: a failed attempt that counts.
struct CommittedRefusal: Error {
  let error: RPCError
}
