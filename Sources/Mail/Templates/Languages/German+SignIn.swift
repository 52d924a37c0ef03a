/// The mails about a user's password, second factors, passkeys and sessions.
extension BuiltInTemplates {
  private static let passkey = """
    {{#passkey_label}}Der Passkey „{{passkey_label}}“{{/passkey_label}}\
    {{^passkey_label}}Ein Passkey{{/passkey_label}}
    """

  static let germanSignIn: [String: String] = [
    "password_reset.subject": "Passwort zurücksetzen",
    "password_reset.txt": """
    Für Ihren Login bei {{product_name}} wurde ein neues Passwort angefordert,
    von Ihnen oder von unserem Team.

    Öffnen Sie diesen Link, um ein neues Passwort zu wählen:

    {{link}}

    Er gilt einmal und bis {{expire_time}}. Er ist nur für Sie bestimmt: Bitte
    geben Sie ihn nicht weiter. Wenn Sie nicht darum gebeten haben, können Sie
    diese E-Mail ignorieren: Ihr Passwort bleibt unverändert, bis Sie ein neues
    wählen.
    """,
    "password_reset.html": """
    <p>Für Ihren Login bei {{product_name}} wurde ein neues Passwort angefordert, von Ihnen oder von unserem \
    Team.</p>
    \(button("Neues Passwort wählen"))
    <p>Der Link gilt einmal und bis {{expire_time}}. Er ist nur für Sie bestimmt: Bitte geben Sie ihn nicht weiter. \
    Wenn Sie nicht darum gebeten haben, können Sie diese E-Mail ignorieren: Ihr Passwort bleibt unverändert, bis Sie \
    ein neues wählen.</p>
    """,

    "password_changed.subject": "Ihr Passwort wurde geändert",
    "password_changed.txt": """
    Ihr Passwort bei {{product_name}} wurde geändert. Alle anderen Sitzungen
    wurden beendet: Melden Sie sich auf Ihren übrigen Geräten mit dem neuen
    Passwort wieder an.

    Wenn die Änderung nicht von Ihnen stammt, nutzt vielleicht jemand anderes
    Ihren Login: Wenden Sie sich dann bitte sofort an uns.
    """,
    "password_changed.html": """
    <p>Ihr Passwort bei {{product_name}} wurde geändert. Alle anderen Sitzungen wurden beendet: Melden Sie sich auf \
    Ihren übrigen Geräten mit dem neuen Passwort wieder an.</p>
    <p>Wenn die Änderung nicht von Ihnen stammt, nutzt vielleicht jemand anderes Ihren Login: Wenden Sie sich dann \
    bitte sofort an uns.</p>
    """,

    "two_factor_enabled.subject": "Zwei-Faktor-Authentifizierung aktiviert",
    "two_factor_enabled.txt": """
    Für Ihren Login bei {{product_name}} wurde die
    Zwei-Faktor-Authentifizierung aktiviert. Wenn Sie sich mit Ihrem Passwort
    anmelden, brauchen Sie von nun an auch Ihren zweiten Faktor.

    Bewahren Sie Ihre Wiederherstellungscodes sicher auf: Damit können Sie sich
    auch ohne Ihr Gerät anmelden. Wenn die Änderung nicht von Ihnen stammt,
    wenden Sie sich bitte sofort an uns.
    """,
    "two_factor_enabled.html": """
    <p>Für Ihren Login bei {{product_name}} wurde die Zwei-Faktor-Authentifizierung aktiviert. Wenn Sie sich mit \
    Ihrem Passwort anmelden, brauchen Sie von nun an auch Ihren zweiten Faktor.</p>
    <p>Bewahren Sie Ihre Wiederherstellungscodes sicher auf: Damit können Sie sich auch ohne Ihr Gerät anmelden. Wenn \
    die Änderung nicht von Ihnen stammt, wenden Sie sich bitte sofort an uns.</p>
    """,

    "two_factor_disabled.subject": "Zwei-Faktor-Authentifizierung deaktiviert",
    "two_factor_disabled.txt": """
    Für Ihren Login bei {{product_name}} wurde die
    Zwei-Faktor-Authentifizierung deaktiviert, von Ihnen oder von unserem Team.
    Von nun an genügt Ihr Passwort, um sich anzumelden.

    Wenn Sie das nicht erwartet haben, wenden Sie sich bitte sofort an uns.
    """,
    "two_factor_disabled.html": """
    <p>Für Ihren Login bei {{product_name}} wurde die Zwei-Faktor-Authentifizierung deaktiviert, von Ihnen oder von \
    unserem Team. Von nun an genügt Ihr Passwort, um sich anzumelden.</p>
    <p>Wenn Sie das nicht erwartet haben, wenden Sie sich bitte sofort an uns.</p>
    """,

    "passkey_added.subject": "Passkey zu Ihrem Login hinzugefügt",
    "passkey_added.txt": """
    \(passkey) wurde zu Ihrem Login bei {{product_name}} hinzugefügt. Sie
    können sich jetzt damit anmelden.

    Wenn Sie ihn nicht hinzugefügt haben, nutzt vielleicht jemand anderes Ihren
    Login: Wenden Sie sich dann bitte sofort an uns.
    """,
    "passkey_added.html": """
    <p>\(passkey) wurde zu Ihrem Login bei {{product_name}} hinzugefügt. Sie können sich jetzt damit anmelden.</p>
    <p>Wenn Sie ihn nicht hinzugefügt haben, nutzt vielleicht jemand anderes Ihren Login: Wenden Sie sich dann bitte \
    sofort an uns.</p>
    """,

    "passkey_removed.subject": "Passkey von Ihrem Login entfernt",
    "passkey_removed.txt": """
    \(passkey) wurde von Ihrem Login bei {{product_name}} entfernt. Die
    Anmeldung damit ist nicht mehr möglich.

    Wenn Sie das nicht erwartet haben, wenden Sie sich bitte sofort an uns.
    """,
    "passkey_removed.html": """
    <p>\(passkey) wurde von Ihrem Login bei {{product_name}} entfernt. Die Anmeldung damit ist nicht mehr \
    möglich.</p>
    <p>Wenn Sie das nicht erwartet haben, wenden Sie sich bitte sofort an uns.</p>
    """,

    "recovery_codes_replaced.subject": "Ihre Wiederherstellungscodes wurden ersetzt",
    "recovery_codes_replaced.txt": """
    Für Ihren Login bei {{product_name}} wurden neue Wiederherstellungscodes
    erstellt. Die bisherigen gelten nicht mehr.

    Bewahren Sie die neuen Codes sicher auf. Wenn die Änderung nicht von Ihnen
    stammt, nutzt vielleicht jemand anderes Ihren Login: Wenden Sie sich dann
    bitte sofort an uns.
    """,
    "recovery_codes_replaced.html": """
    <p>Für Ihren Login bei {{product_name}} wurden neue Wiederherstellungscodes erstellt. Die bisherigen gelten nicht \
    mehr.</p>
    <p>Bewahren Sie die neuen Codes sicher auf. Wenn die Änderung nicht von Ihnen stammt, nutzt vielleicht jemand \
    anderes Ihren Login: Wenden Sie sich dann bitte sofort an uns.</p>
    """,

    "security_question_changed.subject": "Ihre Sicherheitsfrage wurde geändert",
    "security_question_changed.txt": """
    Die Sicherheitsfrage Ihres Logins bei {{product_name}} wurde geändert.

    Wenn die Änderung nicht von Ihnen stammt, nutzt vielleicht jemand anderes
    Ihren Login: Wenden Sie sich dann bitte sofort an uns.
    """,
    "security_question_changed.html": """
    <p>Die Sicherheitsfrage Ihres Logins bei {{product_name}} wurde geändert.</p>
    <p>Wenn die Änderung nicht von Ihnen stammt, nutzt vielleicht jemand anderes Ihren Login: Wenden Sie sich dann \
    bitte sofort an uns.</p>
    """,

    "new_device.subject": "Anmeldung von einem neuen Gerät",
    "new_device.txt": """
    Jemand hat sich mit Ihrem Login bei {{product_name}} von einem Gerät
    angemeldet, das wir bisher nicht kannten:

      Zeit         {{time}}{{#device_label}}
      Gerät        {{device_label}}{{/device_label}}{{#source_address}}
      IP-Adresse   {{source_address}}{{/source_address}}

    Wenn Sie das waren, müssen Sie nichts tun. Wenn nicht, ändern Sie bitte
    sofort Ihr Passwort: Damit enden alle anderen Sitzungen.
    """,
    "new_device.html": """
    <p>Jemand hat sich mit Ihrem Login bei {{product_name}} von einem Gerät angemeldet, das wir bisher nicht \
    kannten:</p>
    <p>Zeit: <strong>{{time}}</strong>\
    {{#device_label}}<br>Gerät: <strong>{{device_label}}</strong>{{/device_label}}\
    {{#source_address}}<br>IP-Adresse: <strong>{{source_address}}</strong>{{/source_address}}</p>
    <p>Wenn Sie das waren, müssen Sie nichts tun. Wenn nicht, ändern Sie bitte sofort Ihr Passwort: Damit enden alle \
    anderen Sitzungen.</p>
    """,

    "impersonated.subject": "Unser Team hat eine Sitzung in Ihrem Namen geöffnet",
    "impersonated.txt": """
    Am {{time}} hat jemand aus unserem Team bei {{product_name}} eine Sitzung
    in Ihrem Namen geöffnet, um Ihnen zu helfen.

    Ihr Passwort, Ihre E-Mail-Adresse und Ihr zweiter Faktor können in einer
    solchen Sitzung nicht geändert werden. Wenn Sie das nicht erwartet haben,
    wenden Sie sich bitte an uns.
    """,
    "impersonated.html": """
    <p>Am <strong>{{time}}</strong> hat jemand aus unserem Team bei {{product_name}} eine Sitzung in Ihrem Namen \
    geöffnet, um Ihnen zu helfen.</p>
    <p>Ihr Passwort, Ihre E-Mail-Adresse und Ihr zweiter Faktor können in einer solchen Sitzung nicht geändert \
    werden. Wenn Sie das nicht erwartet haben, wenden Sie sich bitte an uns.</p>
    """,
  ]
}
