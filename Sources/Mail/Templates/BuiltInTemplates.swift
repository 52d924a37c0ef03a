/// The built-in texts, two files for each language. They are part of the program, so that the binary alone
/// can send mail.
enum BuiltInTemplates {
  /// By language tag, then file by file, the texts by name.
  static let languages: [String: [[String: String]]] = [
    "de": [german, germanSignIn],
    "en": [english, englishSignIn],
    "es": [spanish, spanishSignIn],
    "fr": [french, frenchSignIn],
  ]

  /// The body around every HTML part. Mail programs support tables and inline styles; nothing is loaded from
  /// a server, so that opening a mail cannot be tracked.
  static func htmlLayout(greeting: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="{{language}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{product_name}}</title>
    </head>
    <body style="margin: 0; padding: 24px; background: #f4f5f7; color: #1f2430; \
    font: 16px/1.5 -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;">
    <div style="max-width: 560px; margin: 0 auto; padding: 32px; background: #ffffff; border-radius: 8px;">
    <p>\(greeting)</p>
    {{{content}}}{{#sign_in_link}}<p><a href="{{sign_in_link}}">{{sign_in_link}}</a></p>{{/sign_in_link}}
    <p style="margin-top: 32px; color: #6b7280; font-size: 14px;">{{product_name}}</p>
    </div>
    </body>
    </html>

    """
  }

  static func textLayout(greeting: String) -> String {
    """
    \(greeting)

    {{{content}}}{{#sign_in_link}}

    {{sign_in_link}}{{/sign_in_link}}

    --\u{20}
    {{product_name}}

    """
  }

  /// The link as a button, and as text for mail programs that do not show it.
  static func button(_ label: String) -> String {
    """
    <p style="margin: 28px 0;"><a href="{{link}}" style="padding: 12px 20px; border-radius: 6px; \
    background: #1d4ed8; color: #ffffff; text-decoration: none;">\(label)</a></p>
    <p style="color: #6b7280; font-size: 14px; word-break: break-all;">{{link}}</p>
    """
  }
}
