/// The mails about a user's password, second factors, passkeys and sessions.
extension BuiltInTemplates {
  private static func passkey(_ participle: String) -> String {
    """
    {{#passkey_label}}La llave de acceso «{{passkey_label}}» se ha \(participle){{/passkey_label}}\
    {{^passkey_label}}Se ha \(participle) una llave de acceso{{/passkey_label}}
    """
  }

  static let spanishSignIn: [String: String] = [
    "password_reset.subject": "Restablezca su contraseña",
    "password_reset.txt": """
    Hemos recibido una solicitud, suya o de nuestro equipo, para restablecer su
    contraseña en {{product_name}}.

    Abra este enlace para elegir una contraseña nueva:

    {{link}}

    Funciona una sola vez, hasta el {{expire_time}}. Es solo para usted: por
    favor, no lo comparta. Si no lo ha solicitado, no tenga en cuenta este
    mensaje: su contraseña no cambiará mientras no elija una nueva.
    """,
    "password_reset.html": """
    <p>Hemos recibido una solicitud, suya o de nuestro equipo, para restablecer su contraseña en \
    {{product_name}}.</p>
    \(button("Elegir una contraseña nueva"))
    <p>El enlace funciona una sola vez, hasta el {{expire_time}}. Es solo para usted: por favor, no lo comparta. Si \
    no lo ha solicitado, no tenga en cuenta este mensaje: su contraseña no cambiará mientras no elija una nueva.</p>
    """,

    "password_changed.subject": "Se ha cambiado su contraseña",
    "password_changed.txt": """
    Se ha cambiado su contraseña en {{product_name}}. Se han cerrado todas las
    demás sesiones: en sus otros dispositivos, vuelva a iniciar sesión con la
    contraseña nueva.

    Si no ha hecho usted este cambio, puede que otra persona esté usando su
    usuario: póngase en contacto con nosotros de inmediato.
    """,
    "password_changed.html": """
    <p>Se ha cambiado su contraseña en {{product_name}}. Se han cerrado todas las demás sesiones: en sus otros \
    dispositivos, vuelva a iniciar sesión con la contraseña nueva.</p>
    <p>Si no ha hecho usted este cambio, puede que otra persona esté usando su usuario: póngase en contacto con \
    nosotros de inmediato.</p>
    """,

    "two_factor_enabled.subject": "Autenticación de dos factores activada",
    "two_factor_enabled.txt": """
    Se ha activado la autenticación de dos factores para su usuario en
    {{product_name}}. A partir de ahora, para iniciar sesión con su contraseña
    necesitará también su segundo factor.

    Guarde sus códigos de recuperación en un lugar seguro: con ellos puede
    iniciar sesión sin su dispositivo. Si no ha hecho usted este cambio,
    póngase en contacto con nosotros de inmediato.
    """,
    "two_factor_enabled.html": """
    <p>Se ha activado la autenticación de dos factores para su usuario en {{product_name}}. A partir de ahora, para \
    iniciar sesión con su contraseña necesitará también su segundo factor.</p>
    <p>Guarde sus códigos de recuperación en un lugar seguro: con ellos puede iniciar sesión sin su dispositivo. Si \
    no ha hecho usted este cambio, póngase en contacto con nosotros de inmediato.</p>
    """,

    "two_factor_disabled.subject": "Autenticación de dos factores desactivada",
    "two_factor_disabled.txt": """
    Usted o nuestro equipo han desactivado la autenticación de dos factores
    para su usuario en {{product_name}}. A partir de ahora, su contraseña basta
    para iniciar sesión.

    Si no lo esperaba, póngase en contacto con nosotros de inmediato.
    """,
    "two_factor_disabled.html": """
    <p>Usted o nuestro equipo han desactivado la autenticación de dos factores para su usuario en {{product_name}}. A \
    partir de ahora, su contraseña basta para iniciar sesión.</p>
    <p>Si no lo esperaba, póngase en contacto con nosotros de inmediato.</p>
    """,

    "passkey_added.subject": "Llave de acceso añadida a su usuario",
    "passkey_added.txt": """
    \(passkey("añadido")) a su usuario en {{product_name}}. Ya puede iniciar
    sesión con ella.

    Si no la ha añadido usted, puede que otra persona esté usando su usuario:
    póngase en contacto con nosotros de inmediato.
    """,
    "passkey_added.html": """
    <p>\(passkey("añadido")) a su usuario en {{product_name}}. Ya puede iniciar sesión con ella.</p>
    <p>Si no la ha añadido usted, puede que otra persona esté usando su usuario: póngase en contacto con nosotros de \
    inmediato.</p>
    """,

    "passkey_removed.subject": "Llave de acceso eliminada de su usuario",
    "passkey_removed.txt": """
    \(passkey("eliminado")) de su usuario en {{product_name}}. Ya no sirve para
    iniciar sesión.

    Si no lo esperaba, póngase en contacto con nosotros de inmediato.
    """,
    "passkey_removed.html": """
    <p>\(passkey("eliminado")) de su usuario en {{product_name}}. Ya no sirve para iniciar sesión.</p>
    <p>Si no lo esperaba, póngase en contacto con nosotros de inmediato.</p>
    """,

    "recovery_codes_replaced.subject": "Se han sustituido sus códigos de recuperación",
    "recovery_codes_replaced.txt": """
    Se han creado códigos de recuperación nuevos para su usuario en
    {{product_name}}. Los anteriores ya no funcionan.

    Guarde los códigos nuevos en un lugar seguro. Si no ha hecho usted este
    cambio, puede que otra persona esté usando su usuario: póngase en contacto
    con nosotros de inmediato.
    """,
    "recovery_codes_replaced.html": """
    <p>Se han creado códigos de recuperación nuevos para su usuario en {{product_name}}. Los anteriores ya no \
    funcionan.</p>
    <p>Guarde los códigos nuevos en un lugar seguro. Si no ha hecho usted este cambio, puede que otra persona esté \
    usando su usuario: póngase en contacto con nosotros de inmediato.</p>
    """,

    "security_question_changed.subject": "Se ha cambiado su pregunta de seguridad",
    "security_question_changed.txt": """
    Se ha cambiado la pregunta de seguridad de su usuario en {{product_name}}.

    Si no ha hecho usted este cambio, puede que otra persona esté usando su
    usuario: póngase en contacto con nosotros de inmediato.
    """,
    "security_question_changed.html": """
    <p>Se ha cambiado la pregunta de seguridad de su usuario en {{product_name}}.</p>
    <p>Si no ha hecho usted este cambio, puede que otra persona esté usando su usuario: póngase en contacto con \
    nosotros de inmediato.</p>
    """,

    "new_device.subject": "Inicio de sesión desde un dispositivo nuevo",
    "new_device.txt": """
    Alguien ha iniciado sesión con su usuario en {{product_name}} desde un
    dispositivo que no conocíamos:

      fecha          {{time}}{{#device_label}}
      dispositivo    {{device_label}}{{/device_label}}{{#source_address}}
      dirección IP   {{source_address}}{{/source_address}}

    Si ha sido usted, no tiene que hacer nada. Si no ha sido usted, cambie su
    contraseña de inmediato: así se cerrarán todas las demás sesiones.
    """,
    "new_device.html": """
    <p>Alguien ha iniciado sesión con su usuario en {{product_name}} desde un dispositivo que no conocíamos:</p>
    <p>Fecha: <strong>{{time}}</strong>\
    {{#device_label}}<br>Dispositivo: <strong>{{device_label}}</strong>{{/device_label}}\
    {{#source_address}}<br>Dirección IP: <strong>{{source_address}}</strong>{{/source_address}}</p>
    <p>Si ha sido usted, no tiene que hacer nada. Si no ha sido usted, cambie su contraseña de inmediato: así se \
    cerrarán todas las demás sesiones.</p>
    """,

    "impersonated.subject": "Nuestro equipo ha abierto una sesión en su nombre",
    "impersonated.txt": """
    El {{time}}, una persona de nuestro equipo abrió una sesión en su nombre en
    {{product_name}} para ayudarle.

    En una sesión así no se pueden cambiar su contraseña, su dirección de
    correo ni su segundo factor. Si no lo esperaba, póngase en contacto con
    nosotros.
    """,
    "impersonated.html": """
    <p>El <strong>{{time}}</strong>, una persona de nuestro equipo abrió una sesión en su nombre en {{product_name}} \
    para ayudarle.</p>
    <p>En una sesión así no se pueden cambiar su contraseña, su dirección de correo ni su segundo factor. Si no lo \
    esperaba, póngase en contacto con nosotros.</p>
    """,
  ]
}
