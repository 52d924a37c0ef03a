extension BuiltInTemplates {
  private static let greeting =
    "{{#recipient_name}}Hola, {{recipient_name}}:{{/recipient_name}}{{^recipient_name}}Hola:{{/recipient_name}}"

  private static let invitedBy = """
    {{#inviter_name}}{{inviter_name}} le ha invitado{{/inviter_name}}\
    {{^inviter_name}}Ha recibido una invitación{{/inviter_name}}
    """

  static let spanish: [String: String] = [
    "layout.txt": textLayout(greeting: greeting),
    "layout.html": htmlLayout(greeting: greeting),

    "invitation.subject": "Invitación a la cuenta {{account_name}}",
    "invitation.txt": """
    \(invitedBy) para usar la cuenta «{{account_name}}» en {{product_name}}.

    Abra este enlace para aceptarla:

    {{link}}

    Funciona una sola vez, hasta el {{expire_time}}. Es solo para usted: por
    favor, no lo comparta. Si no esperaba esta invitación, no tenga en cuenta
    este mensaje.
    """,
    "invitation.html": """
    <p>\(invitedBy) para usar la cuenta <strong>{{account_name}}</strong> en {{product_name}}.</p>
    \(button("Aceptar la invitación"))
    <p>El enlace funciona una sola vez, hasta el {{expire_time}}. Es solo para usted: por favor, no lo comparta. Si no \
    esperaba esta invitación, no tenga en cuenta este mensaje.</p>
    """,

    "invitation_resent.subject": "Recordatorio: invitación a la cuenta {{account_name}}",
    "invitation_resent.txt": """
    \(invitedBy) para usar la cuenta «{{account_name}}» en {{product_name}},
    y la invitación sigue pendiente de su respuesta.

    Abra este enlace para aceptarla:

    {{link}}

    Funciona una sola vez, hasta el {{expire_time}}, y sustituye al enlace que
    recibió antes. Si no esperaba esta invitación, no tenga en cuenta este
    mensaje.
    """,
    "invitation_resent.html": """
    <p>\(invitedBy) para usar la cuenta <strong>{{account_name}}</strong> en {{product_name}}, y la invitación sigue \
    pendiente de su respuesta.</p>
    \(button("Aceptar la invitación"))
    <p>El enlace funciona una sola vez, hasta el {{expire_time}}, y sustituye al enlace que recibió antes. Si no \
    esperaba esta invitación, no tenga en cuenta este mensaje.</p>
    """,

    "invitation_cancelled.subject": "Invitación a la cuenta {{account_name}} retirada",
    "invitation_cancelled.txt": """
    Se ha retirado su invitación a la cuenta «{{account_name}}» en
    {{product_name}}. El enlace que recibió ya no funciona.

    No tiene que hacer nada. Si cree que se trata de un error, consulte a la
    persona que le invitó.
    """,
    "invitation_cancelled.html": """
    <p>Se ha retirado su invitación a la cuenta <strong>{{account_name}}</strong> en {{product_name}}. El enlace que \
    recibió ya no funciona.</p>
    <p>No tiene que hacer nada. Si cree que se trata de un error, consulte a la persona que le invitó.</p>
    """,

    "access_granted.subject": "Ya tiene acceso a la cuenta {{account_name}}",
    "access_granted.txt": """
    Ya tiene acceso a la cuenta «{{account_name}}» en {{product_name}}.

    No es necesario que responda a la invitación que recibió: su enlace ya no
    funciona. Inicie sesión como de costumbre.
    """,
    "access_granted.html": """
    <p>Ya tiene acceso a la cuenta <strong>{{account_name}}</strong> en {{product_name}}.</p>
    <p>No es necesario que responda a la invitación que recibió: su enlace ya no funciona. Inicie sesión como de \
    costumbre.</p>
    """,

    "access_removed.subject": "Ya no tiene acceso a la cuenta {{account_name}}",
    "access_removed.txt": """
    Se ha retirado su acceso a la cuenta «{{account_name}}» en
    {{product_name}}. Su usuario se conserva, así como el acceso a las demás
    cuentas que utiliza.

    Si cree que se trata de un error, consulte al titular de la cuenta.
    """,
    "access_removed.html": """
    <p>Se ha retirado su acceso a la cuenta <strong>{{account_name}}</strong> en {{product_name}}. Su usuario se \
    conserva, así como el acceso a las demás cuentas que utiliza.</p>
    <p>Si cree que se trata de un error, consulte al titular de la cuenta.</p>
    """,

    "ownership_offered.subject": "Le ofrecen la titularidad de la cuenta {{account_name}}",
    "ownership_offered.txt": """
    {{owner_name}} le ofrece la titularidad de la cuenta «{{account_name}}» en
    {{product_name}}.

    Como titular tendría todos los permisos y decidiría quién más puede usarla.
    Inicie sesión antes del {{expire_time}} para aceptarla o rechazarla.
    Mientras no la acepte, nada cambia.
    """,
    "ownership_offered.html": """
    <p>{{owner_name}} le ofrece la titularidad de la cuenta <strong>{{account_name}}</strong> en \
    {{product_name}}.</p>
    <p>Como titular tendría todos los permisos y decidiría quién más puede usarla. Inicie sesión antes del \
    {{expire_time}} para aceptarla o rechazarla. Mientras no la acepte, nada cambia.</p>
    """,

    "ownership_received.subject": "Ahora es titular de la cuenta {{account_name}}",
    "ownership_received.txt": """
    La cuenta «{{account_name}}» en {{product_name}} ahora le pertenece.
    Antes pertenecía a {{former_owner_name}}.

    Como titular tiene todos los permisos y decide quién más puede usarla. Si
    no lo esperaba, póngase en contacto con nosotros.
    """,
    "ownership_received.html": """
    <p>La cuenta <strong>{{account_name}}</strong> en {{product_name}} ahora le pertenece. Antes pertenecía a \
    {{former_owner_name}}.</p>
    <p>Como titular tiene todos los permisos y decide quién más puede usarla. Si no lo esperaba, póngase en contacto \
    con nosotros.</p>
    """,

    "ownership_given.subject": "Ya no es titular de la cuenta {{account_name}}",
    "ownership_given.txt": """
    La cuenta «{{account_name}}» en {{product_name}} pertenece ahora a
    {{new_owner_name}}, que decide desde este momento lo que usted puede
    hacer en ella.

    Si no lo esperaba, póngase en contacto con nosotros de inmediato.
    """,
    "ownership_given.html": """
    <p>La cuenta <strong>{{account_name}}</strong> en {{product_name}} pertenece ahora a {{new_owner_name}}, que decide \
    desde este momento lo que usted puede hacer en ella.</p>
    <p>Si no lo esperaba, póngase en contacto con nosotros de inmediato.</p>
    """,

    "email_verification.subject": "Confirme su dirección de correo electrónico",
    "email_verification.txt": """
    Confirme que {{email}} es su dirección y que quiere utilizarla para su
    usuario en {{product_name}}.

    Abra este enlace para confirmarla:

    {{link}}

    Funciona una sola vez, hasta el {{expire_time}}. Si no lo ha solicitado, no
    tenga en cuenta este mensaje: la dirección quedará sin confirmar.
    """,
    "email_verification.html": """
    <p>Confirme que <strong>{{email}}</strong> es su dirección y que quiere utilizarla para su usuario en \
    {{product_name}}.</p>
    \(button("Confirmar la dirección"))
    <p>El enlace funciona una sola vez, hasta el {{expire_time}}. Si no lo ha solicitado, no tenga en cuenta este \
    mensaje: la dirección quedará sin confirmar.</p>
    """,

    "email_change_requested.subject": "Solicitud de cambio de su dirección de correo electrónico",
    "email_change_requested.txt": """
    Alguien ha solicitado cambiar la dirección de correo de su usuario en
    {{product_name}} por {{new_email}}.

    Todavía no ha cambiado nada: antes hay que confirmar la dirección nueva. Si
    ha sido usted, no tiene que hacer nada aquí.

    Si no ha sido usted, puede que otra persona esté usando su usuario: cambie
    su contraseña de inmediato y póngase en contacto con nosotros.
    """,
    "email_change_requested.html": """
    <p>Alguien ha solicitado cambiar la dirección de correo de su usuario en {{product_name}} por \
    <strong>{{new_email}}</strong>.</p>
    <p>Todavía no ha cambiado nada: antes hay que confirmar la dirección nueva. Si ha sido usted, no tiene que hacer \
    nada aquí.</p>
    <p>Si no ha sido usted, puede que otra persona esté usando su usuario: cambie su contraseña de inmediato y \
    póngase en contacto con nosotros.</p>
    """,

    "email_changed_old.subject": "Se ha cambiado su dirección de correo electrónico",
    "email_changed_old.txt": """
    Se ha cambiado la dirección de correo de su usuario en {{product_name}}:

      antes   {{old_email}}
      ahora   {{new_email}}

    Este es el último mensaje a la dirección anterior. Si no ha hecho usted
    este cambio, puede que otra persona esté usando su usuario: póngase en
    contacto con nosotros de inmediato.
    """,
    "email_changed_old.html": """
    <p>La dirección de correo de su usuario en {{product_name}} ha cambiado de <strong>{{old_email}}</strong> a \
    <strong>{{new_email}}</strong>.</p>
    <p>Este es el último mensaje a la dirección anterior. Si no ha hecho usted este cambio, puede que otra persona \
    esté usando su usuario: póngase en contacto con nosotros de inmediato.</p>
    """,

    "email_changed_new.subject": "Esta es ahora su dirección de correo electrónico",
    "email_changed_new.txt": """
    Se ha cambiado la dirección de correo de su usuario en {{product_name}}:

      antes   {{old_email}}
      ahora   {{new_email}}

    A partir de ahora, inicie sesión con la dirección nueva. Si no sabe nada
    de un usuario en {{product_name}}, póngase en contacto con nosotros.
    """,
    "email_changed_new.html": """
    <p>La dirección de correo de su usuario en {{product_name}} ha cambiado de <strong>{{old_email}}</strong> a \
    <strong>{{new_email}}</strong>.</p>
    <p>A partir de ahora, inicie sesión con la dirección nueva. Si no sabe nada de un usuario en {{product_name}}, \
    póngase en contacto con nosotros.</p>
    """,

    "verification_requested.subject": "Confirme su identidad",
    "verification_requested.txt": """
    {{product_name}} le pide que confirme su identidad antes del
    {{expire_time}}.

    Inicie sesión y siga las instrucciones, o póngase en contacto con nosotros.
    No responda a este mensaje con documentos ni contraseñas.
    """,
    "verification_requested.html": """
    <p>{{product_name}} le pide que confirme su identidad antes del {{expire_time}}.</p>
    <p>Inicie sesión y siga las instrucciones, o póngase en contacto con nosotros. No responda a este mensaje con \
    documentos ni contraseñas.</p>
    """,
  ]
}
