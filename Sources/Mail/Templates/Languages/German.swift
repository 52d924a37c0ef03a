extension BuiltInTemplates {
  private static let greeting =
    "{{#recipient_name}}Guten Tag {{recipient_name}},{{/recipient_name}}{{^recipient_name}}Guten Tag,{{/recipient_name}}"

  private static let invitedBy = """
    {{#inviter_name}}{{inviter_name}} hat Sie eingeladen{{/inviter_name}}\
    {{^inviter_name}}Sie wurden eingeladen{{/inviter_name}}
    """

  static let german: [String: String] = [
    "layout.txt": textLayout(greeting: greeting),
    "layout.html": htmlLayout(greeting: greeting),

    "invitation.subject": "Einladung zum Konto {{account_name}}",
    "invitation.txt": """
    \(invitedBy), das Konto „{{account_name}}“ bei {{product_name}} zu nutzen.

    Öffnen Sie diesen Link, um die Einladung anzunehmen:

    {{link}}

    Er gilt einmal und bis {{expire_time}}. Er ist nur für Sie bestimmt: Bitte
    geben Sie ihn nicht weiter. Wenn Sie diese Einladung nicht erwartet haben,
    können Sie diese E-Mail ignorieren.
    """,
    "invitation.html": """
    <p>\(invitedBy), das Konto <strong>{{account_name}}</strong> bei {{product_name}} zu nutzen.</p>
    \(button("Einladung annehmen"))
    <p>Der Link gilt einmal und bis {{expire_time}}. Er ist nur für Sie bestimmt: Bitte geben Sie ihn nicht weiter. \
    Wenn Sie diese Einladung nicht erwartet haben, können Sie diese E-Mail ignorieren.</p>
    """,

    "invitation_resent.subject": "Erinnerung: Einladung zum Konto {{account_name}}",
    "invitation_resent.txt": """
    \(invitedBy), das Konto „{{account_name}}“ bei {{product_name}} zu nutzen.
    Die Einladung wartet noch auf Ihre Antwort.

    Öffnen Sie diesen Link, um sie anzunehmen:

    {{link}}

    Er gilt einmal und bis {{expire_time}}. Der Link, den Sie früher erhalten
    haben, gilt nicht mehr. Wenn Sie diese Einladung nicht erwartet haben,
    können Sie diese E-Mail ignorieren.
    """,
    "invitation_resent.html": """
    <p>\(invitedBy), das Konto <strong>{{account_name}}</strong> bei {{product_name}} zu nutzen. Die Einladung wartet \
    noch auf Ihre Antwort.</p>
    \(button("Einladung annehmen"))
    <p>Der Link gilt einmal und bis {{expire_time}}. Der Link, den Sie früher erhalten haben, gilt nicht mehr. Wenn \
    Sie diese Einladung nicht erwartet haben, können Sie diese E-Mail ignorieren.</p>
    """,

    "invitation_cancelled.subject": "Einladung zum Konto {{account_name}} zurückgezogen",
    "invitation_cancelled.txt": """
    Ihre Einladung zum Konto „{{account_name}}“ bei {{product_name}} wurde
    zurückgezogen. Der Link, den Sie erhalten haben, gilt nicht mehr.

    Sie müssen nichts tun. Wenn Sie das für ein Versehen halten, wenden Sie
    sich bitte an die Person, die Sie eingeladen hat.
    """,
    "invitation_cancelled.html": """
    <p>Ihre Einladung zum Konto <strong>{{account_name}}</strong> bei {{product_name}} wurde zurückgezogen. Der Link, \
    den Sie erhalten haben, gilt nicht mehr.</p>
    <p>Sie müssen nichts tun. Wenn Sie das für ein Versehen halten, wenden Sie sich bitte an die Person, die Sie \
    eingeladen hat.</p>
    """,

    "access_granted.subject": "Sie haben jetzt Zugriff auf {{account_name}}",
    "access_granted.txt": """
    Sie haben jetzt Zugriff auf das Konto „{{account_name}}“ bei
    {{product_name}}.

    Die Einladung, die Sie erhalten haben, müssen Sie nicht mehr beantworten:
    Der Link darin gilt nicht mehr. Melden Sie sich wie gewohnt an.
    """,
    "access_granted.html": """
    <p>Sie haben jetzt Zugriff auf das Konto <strong>{{account_name}}</strong> bei {{product_name}}.</p>
    <p>Die Einladung, die Sie erhalten haben, müssen Sie nicht mehr beantworten: Der Link darin gilt nicht mehr. \
    Melden Sie sich wie gewohnt an.</p>
    """,

    "access_removed.subject": "Sie haben keinen Zugriff mehr auf {{account_name}}",
    "access_removed.txt": """
    Ihr Zugriff auf das Konto „{{account_name}}“ bei {{product_name}} wurde
    entfernt. Ihr Login bleibt bestehen, ebenso der Zugriff auf die anderen
    Konten, die Sie nutzen.

    Wenn Sie das für ein Versehen halten, wenden Sie sich bitte an die
    Inhaberin oder den Inhaber des Kontos.
    """,
    "access_removed.html": """
    <p>Ihr Zugriff auf das Konto <strong>{{account_name}}</strong> bei {{product_name}} wurde entfernt. Ihr Login \
    bleibt bestehen, ebenso der Zugriff auf die anderen Konten, die Sie nutzen.</p>
    <p>Wenn Sie das für ein Versehen halten, wenden Sie sich bitte an die Inhaberin oder den Inhaber des Kontos.</p>
    """,

    "ownership_offered.subject": "Angebot zur Übernahme des Kontos {{account_name}}",
    "ownership_offered.txt": """
    {{owner_name}} bietet Ihnen an, das Konto „{{account_name}}“ bei
    {{product_name}} zu übernehmen.

    Damit hätten Sie alle Berechtigungen und würden entscheiden, wer das Konto
    sonst nutzen darf. Melden Sie sich vor {{expire_time}} an, um das Angebot
    anzunehmen oder abzulehnen. Solange Sie es nicht annehmen, ändert sich
    nichts.
    """,
    "ownership_offered.html": """
    <p>{{owner_name}} bietet Ihnen an, das Konto <strong>{{account_name}}</strong> bei {{product_name}} zu \
    übernehmen.</p>
    <p>Damit hätten Sie alle Berechtigungen und würden entscheiden, wer das Konto sonst nutzen darf. Melden Sie sich \
    vor {{expire_time}} an, um das Angebot anzunehmen oder abzulehnen. Solange Sie es nicht annehmen, ändert sich \
    nichts.</p>
    """,

    "ownership_received.subject": "Das Konto {{account_name}} gehört jetzt Ihnen",
    "ownership_received.txt": """
    Das Konto „{{account_name}}“ bei {{product_name}} gehört jetzt Ihnen.
    Bisher gehörte es {{former_owner_name}}.

    Damit haben Sie alle Berechtigungen und entscheiden, wer das Konto sonst
    nutzen darf. Wenn Sie das nicht erwartet haben, wenden Sie sich bitte
    an uns.
    """,
    "ownership_received.html": """
    <p>Das Konto <strong>{{account_name}}</strong> bei {{product_name}} gehört jetzt Ihnen. Bisher gehörte es \
    {{former_owner_name}}.</p>
    <p>Damit haben Sie alle Berechtigungen und entscheiden, wer das Konto sonst nutzen darf. Wenn Sie das nicht \
    erwartet haben, wenden Sie sich bitte an uns.</p>
    """,

    "ownership_given.subject": "Das Konto {{account_name}} gehört Ihnen nicht mehr",
    "ownership_given.txt": """
    Das Konto „{{account_name}}“ bei {{product_name}} gehört jetzt
    {{new_owner_name}}. Was Sie mit dem Konto tun dürfen, wird von nun
    an dort entschieden.

    Wenn Sie das nicht erwartet haben, wenden Sie sich bitte sofort an uns.
    """,
    "ownership_given.html": """
    <p>Das Konto <strong>{{account_name}}</strong> bei {{product_name}} gehört jetzt {{new_owner_name}}. Was Sie mit \
    dem Konto tun dürfen, wird von nun an dort entschieden.</p>
    <p>Wenn Sie das nicht erwartet haben, wenden Sie sich bitte sofort an uns.</p>
    """,

    "email_verification.subject": "Bitte bestätigen Sie Ihre E-Mail-Adresse",
    "email_verification.txt": """
    Bitte bestätigen Sie, dass {{email}} Ihre Adresse ist und dass Sie sie für
    Ihren Login bei {{product_name}} verwenden möchten.

    Öffnen Sie diesen Link, um sie zu bestätigen:

    {{link}}

    Er gilt einmal und bis {{expire_time}}. Wenn Sie nicht darum gebeten haben,
    können Sie diese E-Mail ignorieren: Die Adresse bleibt dann unbestätigt.
    """,
    "email_verification.html": """
    <p>Bitte bestätigen Sie, dass <strong>{{email}}</strong> Ihre Adresse ist und dass Sie sie für Ihren Login bei \
    {{product_name}} verwenden möchten.</p>
    \(button("Adresse bestätigen"))
    <p>Der Link gilt einmal und bis {{expire_time}}. Wenn Sie nicht darum gebeten haben, können Sie diese E-Mail \
    ignorieren: Die Adresse bleibt dann unbestätigt.</p>
    """,

    "email_change_requested.subject": "Ihre E-Mail-Adresse soll geändert werden",
    "email_change_requested.txt": """
    Jemand möchte die E-Mail-Adresse Ihres Logins bei {{product_name}} auf
    {{new_email}} ändern.

    Noch ist nichts geändert: Zuerst muss die neue Adresse bestätigt werden.
    Wenn Sie das selbst waren, müssen Sie hier nichts weiter tun.

    Wenn nicht, nutzt vielleicht jemand anderes Ihren Login: Ändern Sie dann
    bitte sofort Ihr Passwort und wenden Sie sich an uns.
    """,
    "email_change_requested.html": """
    <p>Jemand möchte die E-Mail-Adresse Ihres Logins bei {{product_name}} auf <strong>{{new_email}}</strong> \
    ändern.</p>
    <p>Noch ist nichts geändert: Zuerst muss die neue Adresse bestätigt werden. Wenn Sie das selbst waren, müssen Sie \
    hier nichts weiter tun.</p>
    <p>Wenn nicht, nutzt vielleicht jemand anderes Ihren Login: Ändern Sie dann bitte sofort Ihr Passwort und wenden \
    Sie sich an uns.</p>
    """,

    "email_changed_old.subject": "Ihre E-Mail-Adresse wurde geändert",
    "email_changed_old.txt": """
    Die E-Mail-Adresse Ihres Logins bei {{product_name}} wurde geändert:

      von   {{old_email}}
      auf   {{new_email}}

    Dies ist die letzte Nachricht an die bisherige Adresse. Wenn die Änderung
    nicht von Ihnen stammt, nutzt vielleicht jemand anderes Ihren Login:
    Wenden Sie sich dann bitte sofort an uns.
    """,
    "email_changed_old.html": """
    <p>Die E-Mail-Adresse Ihres Logins bei {{product_name}} wurde von <strong>{{old_email}}</strong> auf \
    <strong>{{new_email}}</strong> geändert.</p>
    <p>Dies ist die letzte Nachricht an die bisherige Adresse. Wenn die Änderung nicht von Ihnen stammt, nutzt \
    vielleicht jemand anderes Ihren Login: Wenden Sie sich dann bitte sofort an uns.</p>
    """,

    "email_changed_new.subject": "Das ist jetzt Ihre E-Mail-Adresse",
    "email_changed_new.txt": """
    Die E-Mail-Adresse Ihres Logins bei {{product_name}} wurde geändert:

      von   {{old_email}}
      auf   {{new_email}}

    Melden Sie sich von nun an mit der neuen Adresse an. Wenn Sie von einem
    Login bei {{product_name}} nichts wissen, wenden Sie sich bitte an uns.
    """,
    "email_changed_new.html": """
    <p>Die E-Mail-Adresse Ihres Logins bei {{product_name}} wurde von <strong>{{old_email}}</strong> auf \
    <strong>{{new_email}}</strong> geändert.</p>
    <p>Melden Sie sich von nun an mit der neuen Adresse an. Wenn Sie von einem Login bei {{product_name}} nichts \
    wissen, wenden Sie sich bitte an uns.</p>
    """,

    "verification_requested.subject": "Bitte bestätigen Sie Ihre Identität",
    "verification_requested.txt": """
    {{product_name}} bittet Sie, Ihre Identität vor {{expire_time}} zu
    bestätigen.

    Melden Sie sich an und folgen Sie den Anweisungen dort, oder wenden Sie
    sich an uns. Bitte antworten Sie auf diese E-Mail nicht mit Dokumenten
    oder Passwörtern.
    """,
    "verification_requested.html": """
    <p>{{product_name}} bittet Sie, Ihre Identität vor {{expire_time}} zu bestätigen.</p>
    <p>Melden Sie sich an und folgen Sie den Anweisungen dort, oder wenden Sie sich an uns. Bitte antworten Sie auf \
    diese E-Mail nicht mit Dokumenten oder Passwörtern.</p>
    """,
  ]
}
