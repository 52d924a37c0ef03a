import Foundation

/// The mail server to hand mails to.
package struct SMTPConfiguration: Sendable {
  package enum Security: Sendable, Hashable {
    /// The connection begins with TLS (RFC 8314): `smtps://`.
    case implicitTLS
    /// It is upgraded before anything is told (RFC 3207); no mail goes to a server that does not offer that.
    case startTLS
    /// It is upgraded if the server offers that. Who sits between can read the mail, and the links in it.
    case startTLSIfOffered
  }

  package struct Credentials: Sendable {
    package let user: String
    /// Read for every connection, so that a changed password needs no restart. A line break at its end is not
    /// part of the password.
    package let passwordFile: String

    package init(user: String, passwordFile: String) {
      self.user = user
      self.passwordFile = passwordFile
    }
  }

  /// `smtp://host:port` or `smtps://host:port`; a path is the name to greet the server with.
  package let url: String
  package let security: Security
  package let credentials: Credentials?
  /// PEM; nil for the system's.
  package let certificateAuthorityFile: String?
  package let connectTimeoutMilliseconds: Int
  /// For a whole delivery.
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
        "the mail server's URL must not hold a user or a password: both have settings"
      )
    }
    security = scheme == "smtps" ? .implicitTLS : requireTLS ? .startTLS : .startTLSIfOffered
    guard credentials == nil || security != .startTLSIfOffered else {
      throw MailError(
        .configuration,
        "signing in at the mail server needs TLS: the password could be read on the way"
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
  /// - Throws: `transient`: the file may be about to be replaced.
  func password() throws(MailError) -> String {
    guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8) else {
      throw MailError(.transient, "the mail server's password cannot be read from \(passwordFile)")
    }
    return String(text.reversed().drop(while: \.isNewline).reversed())
  }
}
