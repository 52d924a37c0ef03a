/// The mails about a user's password, second factors, passkeys and sessions.
extension BuiltInTemplates {
  private static let passkey = """
    {{#passkey_label}}La clé d’accès « {{passkey_label}} »{{/passkey_label}}\
    {{^passkey_label}}Une clé d’accès{{/passkey_label}}
    """

  static let frenchSignIn: [String: String] = [
    "password_reset.subject": "Réinitialisation de votre mot de passe",
    "password_reset.txt": """
    La réinitialisation de votre mot de passe chez {{product_name}} a été
    demandée, par vous ou par notre équipe.

    Ouvrez ce lien pour choisir un nouveau mot de passe :

    {{link}}

    Il est valable une seule fois, jusqu’au {{expire_time}}. Il vous est
    personnel : merci de ne pas le transmettre. Si vous n’avez rien demandé,
    ignorez ce message : votre mot de passe reste inchangé tant que vous n’en
    choisissez pas un nouveau.
    """,
    "password_reset.html": """
    <p>La réinitialisation de votre mot de passe chez {{product_name}} a été demandée, par vous ou par notre \
    équipe.</p>
    \(button("Choisir un nouveau mot de passe"))
    <p>Le lien est valable une seule fois, jusqu’au {{expire_time}}. Il vous est personnel : merci de ne pas le \
    transmettre. Si vous n’avez rien demandé, ignorez ce message : votre mot de passe reste inchangé tant que vous \
    n’en choisissez pas un nouveau.</p>
    """,

    "password_changed.subject": "Votre mot de passe a été modifié",
    "password_changed.txt": """
    Votre mot de passe chez {{product_name}} a été modifié. Toutes les autres
    sessions ont été fermées : sur vos autres appareils, reconnectez-vous avec
    le nouveau mot de passe.

    Si vous n’êtes pas à l’origine de ce changement, quelqu’un d’autre utilise
    peut-être votre identifiant : contactez-nous sans attendre.
    """,
    "password_changed.html": """
    <p>Votre mot de passe chez {{product_name}} a été modifié. Toutes les autres sessions ont été fermées : sur vos \
    autres appareils, reconnectez-vous avec le nouveau mot de passe.</p>
    <p>Si vous n’êtes pas à l’origine de ce changement, quelqu’un d’autre utilise peut-être votre identifiant : \
    contactez-nous sans attendre.</p>
    """,

    "two_factor_enabled.subject": "Authentification à deux facteurs activée",
    "two_factor_enabled.txt": """
    L’authentification à deux facteurs a été activée pour votre identifiant
    chez {{product_name}}. Pour vous connecter avec votre mot de passe, vous
    aurez désormais aussi besoin de votre second facteur.

    Conservez vos codes de récupération en lieu sûr : ils vous permettent de
    vous connecter sans votre appareil. Si vous n’êtes pas à l’origine de ce
    changement, contactez-nous sans attendre.
    """,
    "two_factor_enabled.html": """
    <p>L’authentification à deux facteurs a été activée pour votre identifiant chez {{product_name}}. Pour vous \
    connecter avec votre mot de passe, vous aurez désormais aussi besoin de votre second facteur.</p>
    <p>Conservez vos codes de récupération en lieu sûr : ils vous permettent de vous connecter sans votre appareil. \
    Si vous n’êtes pas à l’origine de ce changement, contactez-nous sans attendre.</p>
    """,

    "two_factor_disabled.subject": "Authentification à deux facteurs désactivée",
    "two_factor_disabled.txt": """
    L’authentification à deux facteurs a été désactivée pour votre identifiant
    chez {{product_name}}, par vous ou par notre équipe. Votre mot de passe
    suffit désormais pour vous connecter.

    Si vous ne vous y attendiez pas, contactez-nous sans attendre.
    """,
    "two_factor_disabled.html": """
    <p>L’authentification à deux facteurs a été désactivée pour votre identifiant chez {{product_name}}, par vous ou \
    par notre équipe. Votre mot de passe suffit désormais pour vous connecter.</p>
    <p>Si vous ne vous y attendiez pas, contactez-nous sans attendre.</p>
    """,

    "passkey_added.subject": "Clé d’accès ajoutée à votre identifiant",
    "passkey_added.txt": """
    \(passkey) a été ajoutée à votre identifiant chez {{product_name}}. Vous
    pouvez désormais l’utiliser pour vous connecter.

    Si vous ne l’avez pas ajoutée vous-même, quelqu’un d’autre utilise
    peut-être votre identifiant : contactez-nous sans attendre.
    """,
    "passkey_added.html": """
    <p>\(passkey) a été ajoutée à votre identifiant chez {{product_name}}. Vous pouvez désormais l’utiliser pour vous \
    connecter.</p>
    <p>Si vous ne l’avez pas ajoutée vous-même, quelqu’un d’autre utilise peut-être votre identifiant : \
    contactez-nous sans attendre.</p>
    """,

    "passkey_removed.subject": "Clé d’accès supprimée de votre identifiant",
    "passkey_removed.txt": """
    \(passkey) a été supprimée de votre identifiant chez {{product_name}}. Elle
    ne permet plus de se connecter.

    Si vous ne vous y attendiez pas, contactez-nous sans attendre.
    """,
    "passkey_removed.html": """
    <p>\(passkey) a été supprimée de votre identifiant chez {{product_name}}. Elle ne permet plus de se \
    connecter.</p>
    <p>Si vous ne vous y attendiez pas, contactez-nous sans attendre.</p>
    """,

    "recovery_codes_replaced.subject": "Vos codes de récupération ont été remplacés",
    "recovery_codes_replaced.txt": """
    De nouveaux codes de récupération ont été créés pour votre identifiant chez
    {{product_name}}. Les anciens ne sont plus valables.

    Conservez les nouveaux codes en lieu sûr. Si vous n’êtes pas à l’origine de
    ce changement, quelqu’un d’autre utilise peut-être votre identifiant :
    contactez-nous sans attendre.
    """,
    "recovery_codes_replaced.html": """
    <p>De nouveaux codes de récupération ont été créés pour votre identifiant chez {{product_name}}. Les anciens ne \
    sont plus valables.</p>
    <p>Conservez les nouveaux codes en lieu sûr. Si vous n’êtes pas à l’origine de ce changement, quelqu’un d’autre \
    utilise peut-être votre identifiant : contactez-nous sans attendre.</p>
    """,

    "security_question_changed.subject": "Votre question de sécurité a été modifiée",
    "security_question_changed.txt": """
    La question de sécurité de votre identifiant chez {{product_name}} a été
    modifiée.

    Si vous n’êtes pas à l’origine de ce changement, quelqu’un d’autre utilise
    peut-être votre identifiant : contactez-nous sans attendre.
    """,
    "security_question_changed.html": """
    <p>La question de sécurité de votre identifiant chez {{product_name}} a été modifiée.</p>
    <p>Si vous n’êtes pas à l’origine de ce changement, quelqu’un d’autre utilise peut-être votre identifiant : \
    contactez-nous sans attendre.</p>
    """,

    "new_device.subject": "Connexion depuis un nouvel appareil",
    "new_device.txt": """
    Quelqu’un s’est connecté avec votre identifiant chez {{product_name}},
    depuis un appareil que nous ne connaissions pas :

      date         {{time}}{{#device_label}}
      appareil     {{device_label}}{{/device_label}}{{#source_address}}
      adresse IP   {{source_address}}{{/source_address}}

    S’il s’agit de vous, vous n’avez rien à faire. Sinon, changez votre mot de
    passe sans attendre : toutes les autres sessions seront alors fermées.
    """,
    "new_device.html": """
    <p>Quelqu’un s’est connecté avec votre identifiant chez {{product_name}}, depuis un appareil que nous ne \
    connaissions pas :</p>
    <p>Date : <strong>{{time}}</strong>\
    {{#device_label}}<br>Appareil : <strong>{{device_label}}</strong>{{/device_label}}\
    {{#source_address}}<br>Adresse IP : <strong>{{source_address}}</strong>{{/source_address}}</p>
    <p>S’il s’agit de vous, vous n’avez rien à faire. Sinon, changez votre mot de passe sans attendre : toutes les \
    autres sessions seront alors fermées.</p>
    """,

    "impersonated.subject": "Notre équipe a ouvert une session en votre nom",
    "impersonated.txt": """
    Le {{time}}, un membre de notre équipe a ouvert une session en votre nom
    chez {{product_name}} afin de vous aider.

    Une telle session ne permet de modifier ni votre mot de passe, ni votre
    adresse e-mail, ni votre second facteur. Si vous ne vous y attendiez pas,
    contactez-nous.
    """,
    "impersonated.html": """
    <p>Le <strong>{{time}}</strong>, un membre de notre équipe a ouvert une session en votre nom chez \
    {{product_name}} afin de vous aider.</p>
    <p>Une telle session ne permet de modifier ni votre mot de passe, ni votre adresse e-mail, ni votre second \
    facteur. Si vous ne vous y attendiez pas, contactez-nous.</p>
    """,
  ]
}
