import CCurl
import Synchronization

/// Sends mails to a mail server by SMTP (RFC 5321), through libcurl.
package final class SMTPTransport: MailTransport {
  private let configuration: SMTPConfiguration
  private let handle: Mutex<CurlHandle>

  package init(_ configuration: SMTPConfiguration) throws(MailError) {
    self.configuration = configuration
    handle = Mutex(try CurlHandle())
  }

  package func deliver(_ message: MailMessage, isCancelled: @escaping @Sendable () -> Bool) throws(MailError)
  {
    try handle.withLock { handle throws(MailError) in
      defer { handle.reset() }
      try setUp(handle)
      try Self.send(message, Transfer(message.bytes, isCancelled: isCancelled), handle)
    }
  }

  private func setUp(_ handle: borrowing CurlHandle) throws(MailError) {
    try handle.set(CURLOPT_URL, configuration.url)
    try handle.set(CURLOPT_NOSIGNAL, 1)
    try handle.set(CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeoutMilliseconds)
    try handle.set(CURLOPT_TIMEOUT_MS, configuration.timeoutMilliseconds)
    try handle.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    // smtps:// is encrypted from the start and needs no STARTTLS.
    switch configuration.security {
    case .implicitTLS: break
    case .startTLS: try handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
    case .startTLSIfOffered: try handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
    }
    if let file = configuration.certificateAuthorityFile { try handle.set(CURLOPT_CAINFO, file) }
    if let credentials = configuration.credentials {
      try handle.set(CURLOPT_USERNAME, credentials.user)
      try handle.set(CURLOPT_PASSWORD, try credentials.password())
    }
  }

  private static func send(
    _ message: MailMessage,
    _ transfer: Transfer,
    _ handle: borrowing CurlHandle
  ) throws(MailError) {
    let recipients = curl_slist_append(nil, message.to.address)
    defer { curl_slist_free_all(recipients) }
    try handle.set(CURLOPT_MAIL_FROM, message.from.address)
    try handle.set(CURLOPT_MAIL_RCPT, recipients)
    try handle.set(CURLOPT_UPLOAD, 1)

    let context = Unmanaged.passUnretained(transfer).toOpaque()
    try handle.set(CURLOPT_READDATA, context)
    try handle.set(CURLOPT_READFUNCTION) { buffer, size, count, context in
      Transfer.at(context).read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
    }
    try handle.set(CURLOPT_HEADERDATA, context)
    try handle.set(CURLOPT_HEADERFUNCTION) { buffer, size, count, context in
      Transfer.at(context).note(UnsafeRawBufferPointer(start: buffer, count: size * count))
      return size * count
    }
    try handle.set(CURLOPT_NOPROGRESS, 0)
    try handle.set(CURLOPT_XFERINFODATA, context)
    try handle.setProgress { context, _, _, _, _ in Transfer.at(context).isCancelled() ? 1 : 0 }
    let code = withExtendedLifetime(transfer) { handle.perform() }
    guard code != CURLE_OK else { return }
    throw SMTPFailure(
      code: code,
      reply: handle.responseCode,
      refusal: transfer.refusal,
      isBodyStarted: transfer.isStarted
    ).error
  }
}

/// The state of libcurl's callbacks during a delivery; used by the delivering thread.
private final class Transfer {
  /// A reply line has at most 512 bytes (RFC 5321, section 4.5.3.1.5).
  private static let maxReplyBytes = 512

  let isCancelled: @Sendable () -> Bool
  private var rest: ArraySlice<UInt8>
  private(set) var isStarted = false
  private(set) var refusal = ""

  init(_ bytes: [UInt8], isCancelled: @escaping @Sendable () -> Bool) {
    rest = bytes[...]
    self.isCancelled = isCancelled
  }

  static func at(_ context: UnsafeMutableRawPointer?) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    isStarted = true
    let part = rest.prefix(buffer.count)
    buffer.copyBytes(from: part)
    rest = rest.dropFirst(part.count)
    return part.count
  }

  /// Keeps the last refusal; the reply to QUIT, which comes later, is not one.
  func note(_ line: UnsafeRawBufferPointer) {
    let text = String(decoding: line.prefix(Self.maxReplyBytes), as: UTF8.self)
    guard text.hasPrefix("4") || text.hasPrefix("5") else { return }
    refusal = String(text.prefix { !$0.isNewline })
  }
}
