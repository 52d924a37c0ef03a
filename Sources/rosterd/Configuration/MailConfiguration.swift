import Configuration
import Mail
import Roster

/// The configuration of mail: the mail server, the sender and the templates.
struct MailConfiguration: Sendable {
  enum Keys {
    static let url: AbsoluteConfigKey = "smtp.url"
    static let user: AbsoluteConfigKey = "smtp.user"
    static let passwordFile: AbsoluteConfigKey = "smtp.passwordFile"
    static let caFile: AbsoluteConfigKey = "smtp.caFile"
    static let sender: AbsoluteConfigKey = "mail.from"
    static let templates: AbsoluteConfigKey = "mail.templates"
  }

  private var url: String?
  private var user: String?
  private var passwordFile: String?
  private var caFile: String?
  private var sender: String?
  private var templates: String?

  init(_ sources: ConfigurationSources) throws(StartError) {
    url = try sources.string(Keys.url)
    user = try sources.string(Keys.user)
    passwordFile = try sources.string(Keys.passwordFile)
    caFile = try sources.string(Keys.caFile)
    sender = try sources.string(Keys.sender)
    templates = try sources.string(Keys.templates)
    guard url == nil || sender != nil else {
      throw StartError(
        "a mail server is given and no sender: name the address mails come from with --mail-from"
      )
    }
    guard (user == nil) == (passwordFile == nil) else {
      throw StartError("signing in at the mail server takes both --smtp-user and --smtp-password-file")
    }
    guard url != nil || (user == nil && caFile == nil) else {
      throw StartError("settings of a mail server are given and no server: name it with --smtp-url")
    }
  }

  /// The options for mail, checked as far as possible before the first mail.
  ///
  /// - Parameter directory: where mails go if there is no mail server.
  func options(directory: String) throws(StartError) -> MailOptions {
    do throws(MailError) {
      var options = MailOptions()
      if let templates { options.templates = try TemplateSet(overrides: templates) }
      if let sender { options.sender = try MailAddress(sender) }
      options.transport =
        if let url {
          try SMTPTransport(configuration(url))
        } else {
          try FileTransport(directory: directory)
        }
      return options
    } catch {
      throw StartError("cannot send mail: \(error.message)")
    }
  }

  private func configuration(_ url: String) throws(MailError) -> SMTPConfiguration {
    var credentials: SMTPConfiguration.Credentials?
    if let user, let passwordFile {
      credentials = SMTPConfiguration.Credentials(user: user, passwordFile: passwordFile)
    }
    return try SMTPConfiguration(url: url, credentials: credentials, certificateAuthorityFile: caFile)
  }
}
