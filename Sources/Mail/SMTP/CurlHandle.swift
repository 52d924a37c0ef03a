import CCurl

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An easy handle of libcurl (libcurl-easy(3)), which keeps its connection open between transfers.
struct CurlHandle: ~Copyable {
  private let pointer: UnsafeMutableRawPointer

  /// libcurl's initialisation, once in the process.
  private static let isReady: Bool = {
    // With CURLOPT_NOSIGNAL libcurl does not ignore SIGPIPE, and a closed connection would end the process.
    signal(SIGPIPE, SIG_IGN)
    return ccurl_global_init() == CURLE_OK
  }()

  init() throws(MailError) {
    guard Self.isReady, let pointer = curl_easy_init() else {
      throw MailError(.configuration, "libcurl could not be set up")
    }
    self.pointer = pointer
  }

  deinit { curl_easy_cleanup(pointer) }

  /// Resets all options; connections are kept.
  func reset() { curl_easy_reset(pointer) }

  // An option fails if the library was built without it, and would silently change the behaviour, so every
  // result is checked.

  func set(_ option: CURLoption, _ value: Int) throws(MailError) {
    try check(ccurl_setopt_long(pointer, option, value))
  }

  func set(_ option: CURLoption, _ value: String) throws(MailError) {
    try check(ccurl_setopt_string(pointer, option, value))
  }

  func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) throws(MailError) {
    try check(ccurl_setopt_pointer(pointer, option, value))
  }

  func set(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>?) throws(MailError) {
    try check(ccurl_setopt_list(pointer, option, value))
  }

  func set(_ option: CURLoption, _ value: @escaping curl_read_callback) throws(MailError) {
    try check(ccurl_setopt_callback(pointer, option, value))
  }

  /// Sets the callback that libcurl calls about once a second; a result other than 0 aborts the transfer.
  func setProgress(_ value: @escaping curl_xferinfo_callback) throws(MailError) {
    try check(ccurl_setopt_progress(pointer, CURLOPT_XFERINFOFUNCTION, value))
  }

  /// Runs the transfer, and blocks until it is done.
  func perform() -> CURLcode { curl_easy_perform(pointer) }

  /// The server's last reply code (RFC 5321, section 4.2); 0 for none.
  var responseCode: Int {
    var code = 0
    _ = ccurl_getinfo_long(pointer, CURLINFO_RESPONSE_CODE, &code)
    return code
  }

  static func explanation(of code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }

  private func check(_ code: CURLcode) throws(MailError) {
    guard code == CURLE_OK else {
      throw MailError(.configuration, "libcurl refuses an option: \(Self.explanation(of: code))")
    }
  }
}
