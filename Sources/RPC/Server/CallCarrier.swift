/// A transport's connection, as its calls see it: where their answers go. Used on the calls' worker only.
package protocol CallCarrier: AnyObject {
  /// Sends the answer to a call that was left to answer later. Nothing is sent where the call has ended. Of a
  /// method that streams its replies, the end is in ``Call/replies``, after the messages.
  func finish(_ call: Call, with result: Result<[UInt8], RPCError>)

  /// Sends what there is in ``Call/replies``, as far as the peer takes it.
  func sendReplies(of call: Call)

  /// Goes on with the messages for ``Call/requests``, which has room again.
  func resumeRequests(of call: Call)

  /// Sends what was written, after all answers that came together were delivered.
  func flush()
}
