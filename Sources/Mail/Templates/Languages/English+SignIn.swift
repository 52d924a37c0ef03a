/// The mails about a user's password, second factors, passkeys and sessions.
extension BuiltInTemplates {
  private static let passkey = """
    {{#passkey_label}}The passkey "{{passkey_label}}"{{/passkey_label}}\
    {{^passkey_label}}A passkey{{/passkey_label}}
    """

  static let englishSignIn: [String: String] = [
    "password_reset.subject": "Reset your password",
    "password_reset.txt": """
    A reset of your password at {{product_name}} was requested, by you or by
    our staff.

    Open this link to choose a new password:

    {{link}}

    It works once, until {{expire_time}}. It is meant for you alone: please do
    not pass it on. If you did not ask for this, ignore this mail: your
    password stays as it is until you choose a new one.
    """,
    "password_reset.html": """
    <p>A reset of your password at {{product_name}} was requested, by you or by our staff.</p>
    \(button("Choose a new password"))
    <p>The link works once, until {{expire_time}}. It is meant for you alone: please do not pass it on. If you did \
    not ask for this, ignore this mail: your password stays as it is until you choose a new one.</p>
    """,

    "password_changed.subject": "Your password was changed",
    "password_changed.txt": """
    Your password at {{product_name}} was changed. All other sessions have
    ended: on your other devices, sign in again with the new password.

    If you did not make this change, somebody else may be using your login:
    please contact us at once.
    """,
    "password_changed.html": """
    <p>Your password at {{product_name}} was changed. All other sessions have ended: on your other devices, sign in \
    again with the new password.</p>
    <p>If you did not make this change, somebody else may be using your login: please contact us at once.</p>
    """,

    "two_factor_enabled.subject": "Two-factor authentication turned on",
    "two_factor_enabled.txt": """
    Two-factor authentication was turned on for your login at {{product_name}}.
    From now on, signing in with your password also takes your second factor.

    Keep your recovery codes in a safe place: with them you can sign in without
    your device. If you did not make this change, please contact us at once.
    """,
    "two_factor_enabled.html": """
    <p>Two-factor authentication was turned on for your login at {{product_name}}. From now on, signing in with your \
    password also takes your second factor.</p>
    <p>Keep your recovery codes in a safe place: with them you can sign in without your device. If you did not make \
    this change, please contact us at once.</p>
    """,

    "two_factor_disabled.subject": "Two-factor authentication turned off",
    "two_factor_disabled.txt": """
    Two-factor authentication was turned off for your login at
    {{product_name}}, by you or by our staff. From now on, your password is
    enough to sign in.

    If you did not expect this, please contact us at once.
    """,
    "two_factor_disabled.html": """
    <p>Two-factor authentication was turned off for your login at {{product_name}}, by you or by our staff. From now \
    on, your password is enough to sign in.</p>
    <p>If you did not expect this, please contact us at once.</p>
    """,

    "passkey_added.subject": "A passkey was added to your login",
    "passkey_added.txt": """
    \(passkey) was added to your login at {{product_name}}. You can now sign in
    with it.

    If you did not add it, somebody else may be using your login: please
    contact us at once.
    """,
    "passkey_added.html": """
    <p>\(passkey) was added to your login at {{product_name}}. You can now sign in with it.</p>
    <p>If you did not add it, somebody else may be using your login: please contact us at once.</p>
    """,

    "passkey_removed.subject": "A passkey was removed from your login",
    "passkey_removed.txt": """
    \(passkey) was removed from your login at {{product_name}}. It can no
    longer be used to sign in.

    If you did not expect this, please contact us at once.
    """,
    "passkey_removed.html": """
    <p>\(passkey) was removed from your login at {{product_name}}. It can no longer be used to sign in.</p>
    <p>If you did not expect this, please contact us at once.</p>
    """,

    "recovery_codes_replaced.subject": "Your recovery codes were replaced",
    "recovery_codes_replaced.txt": """
    New recovery codes were created for your login at {{product_name}}. The
    former ones no longer work.

    Keep the new codes in a safe place. If you did not make this change,
    somebody else may be using your login: please contact us at once.
    """,
    "recovery_codes_replaced.html": """
    <p>New recovery codes were created for your login at {{product_name}}. The former ones no longer work.</p>
    <p>Keep the new codes in a safe place. If you did not make this change, somebody else may be using your login: \
    please contact us at once.</p>
    """,

    "security_question_changed.subject": "Your security question was changed",
    "security_question_changed.txt": """
    The security question of your login at {{product_name}} was changed.

    If you did not make this change, somebody else may be using your login:
    please contact us at once.
    """,
    "security_question_changed.html": """
    <p>The security question of your login at {{product_name}} was changed.</p>
    <p>If you did not make this change, somebody else may be using your login: please contact us at once.</p>
    """,

    "new_device.subject": "Sign-in from a new device",
    "new_device.txt": """
    Somebody signed in with your login at {{product_name}}, from a device that
    we had not seen before:

      time         {{time}}{{#device_label}}
      device       {{device_label}}{{/device_label}}{{#source_address}}
      IP address   {{source_address}}{{/source_address}}

    If it was you, there is nothing you need to do. If it was not you, please
    change your password at once: this ends all other sessions.
    """,
    "new_device.html": """
    <p>Somebody signed in with your login at {{product_name}}, from a device that we had not seen before:</p>
    <p>Time: <strong>{{time}}</strong>\
    {{#device_label}}<br>Device: <strong>{{device_label}}</strong>{{/device_label}}\
    {{#source_address}}<br>IP address: <strong>{{source_address}}</strong>{{/source_address}}</p>
    <p>If it was you, there is nothing you need to do. If it was not you, please change your password at once: this \
    ends all other sessions.</p>
    """,

    "impersonated.subject": "Our staff opened a session in your name",
    "impersonated.txt": """
    At {{time}}, a member of our staff opened a session in your name at
    {{product_name}} in order to help you.

    Your password, your e-mail address and your second factor cannot be changed
    in such a session. If you did not expect this, please contact us.
    """,
    "impersonated.html": """
    <p>At <strong>{{time}}</strong>, a member of our staff opened a session in your name at {{product_name}} in order \
    to help you.</p>
    <p>Your password, your e-mail address and your second factor cannot be changed in such a session. If you did not \
    expect this, please contact us.</p>
    """,
  ]
}
