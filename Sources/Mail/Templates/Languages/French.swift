extension BuiltInTemplates {
  private static let greeting =
    "{{#recipient_name}}Bonjour {{recipient_name}},{{/recipient_name}}{{^recipient_name}}Bonjour,{{/recipient_name}}"

  private static let invitedBy = """
    {{#inviter_name}}{{inviter_name}} vous invite{{/inviter_name}}\
    {{^inviter_name}}Vous êtes invité(e){{/inviter_name}}
    """

  static let french: [String: String] = [
    "layout.txt": textLayout(greeting: greeting),
    "layout.html": htmlLayout(greeting: greeting),

    "invitation.subject": "Invitation au compte {{account_name}}",
    "invitation.txt": """
    \(invitedBy) à utiliser le compte « {{account_name}} » chez {{product_name}}.

    Ouvrez ce lien pour accepter l’invitation :

    {{link}}

    Il est valable une seule fois, jusqu’au {{expire_time}}. Il vous est
    personnel : merci de ne pas le transmettre. Si vous n’attendiez pas cette
    invitation, ignorez ce message.
    """,
    "invitation.html": """
    <p>\(invitedBy) à utiliser le compte <strong>{{account_name}}</strong> chez {{product_name}}.</p>
    \(button("Accepter l’invitation"))
    <p>Le lien est valable une seule fois, jusqu’au {{expire_time}}. Il vous est personnel : merci de ne pas le \
    transmettre. Si vous n’attendiez pas cette invitation, ignorez ce message.</p>
    """,

    "invitation_resent.subject": "Rappel : invitation au compte {{account_name}}",
    "invitation_resent.txt": """
    \(invitedBy) à utiliser le compte « {{account_name}} » chez {{product_name}}.
    L’invitation attend toujours votre réponse.

    Ouvrez ce lien pour l’accepter :

    {{link}}

    Il est valable une seule fois, jusqu’au {{expire_time}}, et remplace le
    lien que vous aviez reçu. Si vous n’attendiez pas cette invitation,
    ignorez ce message.
    """,
    "invitation_resent.html": """
    <p>\(invitedBy) à utiliser le compte <strong>{{account_name}}</strong> chez {{product_name}}. L’invitation attend \
    toujours votre réponse.</p>
    \(button("Accepter l’invitation"))
    <p>Le lien est valable une seule fois, jusqu’au {{expire_time}}, et remplace le lien que vous aviez reçu. Si vous \
    n’attendiez pas cette invitation, ignorez ce message.</p>
    """,

    "invitation_cancelled.subject": "Invitation au compte {{account_name}} retirée",
    "invitation_cancelled.txt": """
    Votre invitation au compte « {{account_name}} » chez {{product_name}} a
    été retirée. Le lien que vous aviez reçu n’est plus valable.

    Vous n’avez rien à faire. Si vous pensez qu’il s’agit d’une erreur,
    adressez-vous à la personne qui vous a invité(e).
    """,
    "invitation_cancelled.html": """
    <p>Votre invitation au compte <strong>{{account_name}}</strong> chez {{product_name}} a été retirée. Le lien que \
    vous aviez reçu n’est plus valable.</p>
    <p>Vous n’avez rien à faire. Si vous pensez qu’il s’agit d’une erreur, adressez-vous à la personne qui vous a \
    invité(e).</p>
    """,

    "access_granted.subject": "Vous avez désormais accès au compte {{account_name}}",
    "access_granted.txt": """
    Vous avez désormais accès au compte « {{account_name}} » chez
    {{product_name}}.

    Vous n’avez pas à répondre à l’invitation que vous avez reçue : son lien
    ne fonctionne plus. Connectez-vous comme d’habitude.
    """,
    "access_granted.html": """
    <p>Vous avez désormais accès au compte <strong>{{account_name}}</strong> chez {{product_name}}.</p>
    <p>Vous n’avez pas à répondre à l’invitation que vous avez reçue : son lien ne fonctionne plus. Connectez-vous \
    comme d’habitude.</p>
    """,

    "access_removed.subject": "Vous n’avez plus accès au compte {{account_name}}",
    "access_removed.txt": """
    Votre accès au compte « {{account_name}} » chez {{product_name}} a été
    supprimé. Votre identifiant est conservé, de même que votre accès aux
    autres comptes que vous utilisez.

    Si vous pensez qu’il s’agit d’une erreur, adressez-vous au titulaire
    du compte.
    """,
    "access_removed.html": """
    <p>Votre accès au compte <strong>{{account_name}}</strong> chez {{product_name}} a été supprimé. Votre identifiant \
    est conservé, de même que votre accès aux autres comptes que vous utilisez.</p>
    <p>Si vous pensez qu’il s’agit d’une erreur, adressez-vous au titulaire du compte.</p>
    """,

    "ownership_offered.subject": "On vous propose de devenir titulaire du compte {{account_name}}",
    "ownership_offered.txt": """
    {{owner_name}} vous propose de devenir titulaire du compte
    « {{account_name}} » chez {{product_name}}.

    Vous y disposeriez de toutes les autorisations et décideriez qui d’autre
    peut l’utiliser. Connectez-vous avant le {{expire_time}} pour accepter ou
    refuser. Rien ne change tant que vous n’avez pas accepté.
    """,
    "ownership_offered.html": """
    <p>{{owner_name}} vous propose de devenir titulaire du compte <strong>{{account_name}}</strong> chez \
    {{product_name}}.</p>
    <p>Vous y disposeriez de toutes les autorisations et décideriez qui d’autre peut l’utiliser. Connectez-vous avant \
    le {{expire_time}} pour accepter ou refuser. Rien ne change tant que vous n’avez pas accepté.</p>
    """,

    "ownership_received.subject": "Vous êtes désormais titulaire du compte {{account_name}}",
    "ownership_received.txt": """
    Le compte « {{account_name}} » chez {{product_name}} vous appartient
    désormais. Son titulaire était {{former_owner_name}}.

    Vous y disposez de toutes les autorisations et décidez qui d’autre peut
    l’utiliser. Si vous ne vous y attendiez pas, contactez-nous.
    """,
    "ownership_received.html": """
    <p>Le compte <strong>{{account_name}}</strong> chez {{product_name}} vous appartient désormais. Son titulaire \
    était {{former_owner_name}}.</p>
    <p>Vous y disposez de toutes les autorisations et décidez qui d’autre peut l’utiliser. Si vous ne vous y attendiez \
    pas, contactez-nous.</p>
    """,

    "ownership_given.subject": "Vous n’êtes plus titulaire du compte {{account_name}}",
    "ownership_given.txt": """
    Le compte « {{account_name}} » chez {{product_name}} appartient désormais
    à {{new_owner_name}}, qui décide dorénavant de ce que vous pouvez y faire.

    Si vous ne vous y attendiez pas, contactez-nous sans attendre.
    """,
    "ownership_given.html": """
    <p>Le compte <strong>{{account_name}}</strong> chez {{product_name}} appartient désormais à {{new_owner_name}}, qui \
    décide dorénavant de ce que vous pouvez y faire.</p>
    <p>Si vous ne vous y attendiez pas, contactez-nous sans attendre.</p>
    """,

    "email_verification.subject": "Veuillez confirmer votre adresse e-mail",
    "email_verification.txt": """
    Veuillez confirmer que {{email}} est bien votre adresse et que vous
    souhaitez l’utiliser pour votre identifiant chez {{product_name}}.

    Ouvrez ce lien pour la confirmer :

    {{link}}

    Il est valable une seule fois, jusqu’au {{expire_time}}. Si vous n’avez
    rien demandé, ignorez ce message : l’adresse ne sera pas confirmée.
    """,
    "email_verification.html": """
    <p>Veuillez confirmer que <strong>{{email}}</strong> est bien votre adresse et que vous souhaitez l’utiliser pour \
    votre identifiant chez {{product_name}}.</p>
    \(button("Confirmer l’adresse"))
    <p>Le lien est valable une seule fois, jusqu’au {{expire_time}}. Si vous n’avez rien demandé, ignorez ce \
    message : l’adresse ne sera pas confirmée.</p>
    """,

    "email_change_requested.subject": "Demande de changement de votre adresse e-mail",
    "email_change_requested.txt": """
    Quelqu’un a demandé à remplacer l’adresse e-mail de votre identifiant chez
    {{product_name}} par {{new_email}}.

    Rien n’a encore changé : la nouvelle adresse doit d’abord être confirmée.
    Si cette demande vient de vous, vous n’avez rien à faire ici.

    Sinon, quelqu’un d’autre utilise peut-être votre identifiant : changez
    votre mot de passe sans attendre et contactez-nous.
    """,
    "email_change_requested.html": """
    <p>Quelqu’un a demandé à remplacer l’adresse e-mail de votre identifiant chez {{product_name}} par \
    <strong>{{new_email}}</strong>.</p>
    <p>Rien n’a encore changé : la nouvelle adresse doit d’abord être confirmée. Si cette demande vient de vous, vous \
    n’avez rien à faire ici.</p>
    <p>Sinon, quelqu’un d’autre utilise peut-être votre identifiant : changez votre mot de passe sans attendre et \
    contactez-nous.</p>
    """,

    "email_changed_old.subject": "Votre adresse e-mail a été modifiée",
    "email_changed_old.txt": """
    L’adresse e-mail de votre identifiant chez {{product_name}} a été modifiée :

      ancienne   {{old_email}}
      nouvelle   {{new_email}}

    Ce message est le dernier envoyé à l’ancienne adresse. Si vous n’êtes pas
    à l’origine de ce changement, quelqu’un d’autre utilise peut-être votre
    identifiant : contactez-nous sans attendre.
    """,
    "email_changed_old.html": """
    <p>L’adresse e-mail de votre identifiant chez {{product_name}} est passée de <strong>{{old_email}}</strong> à \
    <strong>{{new_email}}</strong>.</p>
    <p>Ce message est le dernier envoyé à l’ancienne adresse. Si vous n’êtes pas à l’origine de ce changement, \
    quelqu’un d’autre utilise peut-être votre identifiant : contactez-nous sans attendre.</p>
    """,

    "email_changed_new.subject": "Voici désormais votre adresse e-mail",
    "email_changed_new.txt": """
    L’adresse e-mail de votre identifiant chez {{product_name}} a été modifiée :

      ancienne   {{old_email}}
      nouvelle   {{new_email}}

    Connectez-vous désormais avec la nouvelle adresse. Si vous n’avez pas
    connaissance d’un identifiant chez {{product_name}}, contactez-nous.
    """,
    "email_changed_new.html": """
    <p>L’adresse e-mail de votre identifiant chez {{product_name}} est passée de <strong>{{old_email}}</strong> à \
    <strong>{{new_email}}</strong>.</p>
    <p>Connectez-vous désormais avec la nouvelle adresse. Si vous n’avez pas connaissance d’un identifiant chez \
    {{product_name}}, contactez-nous.</p>
    """,

    "verification_requested.subject": "Veuillez confirmer votre identité",
    "verification_requested.txt": """
    {{product_name}} vous demande de confirmer votre identité avant le
    {{expire_time}}.

    Connectez-vous et suivez les instructions, ou contactez-nous. Veuillez ne
    pas répondre à ce message avec des documents ou des mots de passe.
    """,
    "verification_requested.html": """
    <p>{{product_name}} vous demande de confirmer votre identité avant le {{expire_time}}.</p>
    <p>Connectez-vous et suivez les instructions, ou contactez-nous. Veuillez ne pas répondre à ce message avec des \
    documents ou des mots de passe.</p>
    """,
  ]
}
