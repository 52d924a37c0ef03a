import Foundation

/// The mail server to send mails to.
package struct SMTPConfiguration: Sendable {
  package enum Security: Sendable, Hashable {
    /// The connection begins with TLS (RFC 8314): `smtps://`.
    case implicitTLS
    /// STARTTLS (RFC 3207) is required; no mail is sent to a server that does not offer it.
    case startTLS
    /// STARTTLS is used if offered. An attacker in the network can read the mail and its links.
    case startTLSIfOffered
  }

  package struct Credentials: Sendable {
    package let user: String
    /// Read for every mail, so that a changed password needs no restart. A line break at its end is not part
    /// of the password.
    package let passwordFile: String

    package init(user: String, passwordFile: String) {
      self.user = user
      self.passwordFile = passwordFile
    }
  }

  /// `smtp://host:port` or `smtps://host:port`; a path is the client's name in EHLO.
  package let url: String
  package let security: Security
  package let credentials: Credentials?
  /// PEM; nil for the system's certificate authorities.
  package let certificateAuthorityFile: String?
  package let connectTimeoutMilliseconds: Int
  /// For one whole delivery.
  package let timeoutMilliseconds: Int

  /// - Parameter requireTLS: for `smtp://`, whether the server must offer STARTTLS.
  /// - Throws: `configuration`.
  package init(
    url: String,
    requireTLS: Bool = true,
    credentials: Credentials? = nil,
    certificateAuthorityFile: String? = nil,
    connectTimeoutMilliseconds: Int = 10_000,
    timeoutMilliseconds: Int = 60_000
  ) throws(MailError) {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme,
      ["smtp", "smtps"].contains(scheme),
      parts.host?.isEmpty == false, parts.query == nil, parts.fragment == nil
    else {
      throw MailError(
        .configuration,
        "the mail server must be written as smtp://HOST:PORT or smtps://HOST:PORT"
      )
    }
    guard parts.user == nil, parts.password == nil else {
      throw MailError(
        .configuration,
        "the mail server's URL must not contain a user or a password: use their settings"
      )
    }
    security = scheme == "smtps" ? .implicitTLS : requireTLS ? .startTLS : .startTLSIfOffered
    guard credentials == nil || security != .startTLSIfOffered else {
      throw MailError(
        .configuration,
        "authentication at the mail server needs TLS: the password would be sent in the clear"
      )
    }
    self.url = url
    self.credentials = credentials
    self.certificateAuthorityFile = certificateAuthorityFile
    self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
    self.timeoutMilliseconds = timeoutMilliseconds
    for path in [credentials?.passwordFile, certificateAuthorityFile].compactMap({ $0 }) {
      guard FileManager.default.isReadableFile(atPath: path) else {
        throw MailError(.configuration, "\(path) cannot be read")
      }
    }
  }
}

extension SMTPConfiguration.Credentials {
  /// - Throws: `transient`: the file may be in the middle of a replacement.
  func password() throws(MailError) -> String {
    guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8) else {
      throw MailError(.transient, "the mail server's password cannot be read from \(passwordFile)")
    }
    return String(text.reversed().drop(while: \.isNewline).reversed())
  }
}
