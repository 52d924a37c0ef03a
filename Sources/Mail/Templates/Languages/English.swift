extension BuiltInTemplates {
  private static let greeting =
    "{{#recipient_name}}Hello {{recipient_name}},{{/recipient_name}}{{^recipient_name}}Hello,{{/recipient_name}}"

  private static let invitedBy = """
    {{#inviter_name}}{{inviter_name}} has invited you{{/inviter_name}}\
    {{^inviter_name}}You have been invited{{/inviter_name}}
    """

  static let english: [String: String] = [
    "layout.txt": textLayout(greeting: greeting),
    "layout.html": htmlLayout(greeting: greeting),

    "invitation.subject": "Invitation to {{account_name}}",
    "invitation.txt": """
    \(invitedBy) to use the account "{{account_name}}" at {{product_name}}.

    Open this link to accept:

    {{link}}

    It works once, until {{expire_time}}. It is meant for you alone: please do
    not pass it on. If you did not expect this invitation, ignore this mail.
    """,
    "invitation.html": """
    <p>\(invitedBy) to use the account <strong>{{account_name}}</strong> at {{product_name}}.</p>
    \(button("Accept the invitation"))
    <p>The link works once, until {{expire_time}}. It is meant for you alone: please do not pass it on. If you did \
    not expect this invitation, ignore this mail.</p>
    """,

    "invitation_resent.subject": "Reminder: invitation to {{account_name}}",
    "invitation_resent.txt": """
    \(invitedBy) to use the account "{{account_name}}" at {{product_name}},
    and the invitation is still waiting for your answer.

    Open this link to accept:

    {{link}}

    It works once, until {{expire_time}}, and replaces the link that you were
    sent before. If you did not expect this invitation, ignore this mail.
    """,
    "invitation_resent.html": """
    <p>\(invitedBy) to use the account <strong>{{account_name}}</strong> at {{product_name}}, and the invitation is \
    still waiting for your answer.</p>
    \(button("Accept the invitation"))
    <p>The link works once, until {{expire_time}}, and replaces the link that you were sent before. If you did not \
    expect this invitation, ignore this mail.</p>
    """,

    "invitation_cancelled.subject": "Invitation to {{account_name}} withdrawn",
    "invitation_cancelled.txt": """
    Your invitation to the account "{{account_name}}" at {{product_name}} has
    been withdrawn. The link that you were sent no longer works.

    There is nothing you need to do. If you think this is a mistake, ask the
    person who invited you.
    """,
    "invitation_cancelled.html": """
    <p>Your invitation to the account <strong>{{account_name}}</strong> at {{product_name}} has been withdrawn. The \
    link that you were sent no longer works.</p>
    <p>There is nothing you need to do. If you think this is a mistake, ask the person who invited you.</p>
    """,

    "access_granted.subject": "You now have access to {{account_name}}",
    "access_granted.txt": """
    You now have access to the account "{{account_name}}" at {{product_name}}.

    You need not answer the invitation that you were sent: its link no longer
    works. Sign in as usual.
    """,
    "access_granted.html": """
    <p>You now have access to the account <strong>{{account_name}}</strong> at {{product_name}}.</p>
    <p>You need not answer the invitation that you were sent: its link no longer works. Sign in as usual.</p>
    """,

    "access_removed.subject": "You no longer have access to {{account_name}}",
    "access_removed.txt": """
    Your access to the account "{{account_name}}" at {{product_name}} has been
    removed. Your login remains, and so do the other accounts you use.

    If you think this is a mistake, ask the owner of the account.
    """,
    "access_removed.html": """
    <p>Your access to the account <strong>{{account_name}}</strong> at {{product_name}} has been removed. Your login \
    remains, and so do the other accounts you use.</p>
    <p>If you think this is a mistake, ask the owner of the account.</p>
    """,

    "ownership_offered.subject": "You are offered the ownership of {{account_name}}",
    "ownership_offered.txt": """
    {{owner_name}} offers you the ownership of the account "{{account_name}}"
    at {{product_name}}.

    As the owner you would have every permission on it, and you would decide
    who else may use it. Sign in before {{expire_time}} to accept or decline.
    Nothing changes unless you accept.
    """,
    "ownership_offered.html": """
    <p>{{owner_name}} offers you the ownership of the account <strong>{{account_name}}</strong> at \
    {{product_name}}.</p>
    <p>As the owner you would have every permission on it, and you would decide who else may use it. Sign in before \
    {{expire_time}} to accept or decline. Nothing changes unless you accept.</p>
    """,

    "ownership_received.subject": "You are now the owner of {{account_name}}",
    "ownership_received.txt": """
    The account "{{account_name}}" at {{product_name}} now belongs to you.
    Its owner was {{former_owner_name}}.

    As the owner you have every permission on it, and you decide who else
    may use it. If you did not expect this, please contact us.
    """,
    "ownership_received.html": """
    <p>The account <strong>{{account_name}}</strong> at {{product_name}} now belongs to you. Its owner was \
    {{former_owner_name}}.</p>
    <p>As the owner you have every permission on it, and you decide who else may use it. If you did not expect this, \
    please contact us.</p>
    """,

    "ownership_given.subject": "You are no longer the owner of {{account_name}}",
    "ownership_given.txt": """
    The account "{{account_name}}" at {{product_name}} now belongs to
    {{new_owner_name}}, who decides from now on what you may do on it.

    If you did not expect this, please contact us at once.
    """,
    "ownership_given.html": """
    <p>The account <strong>{{account_name}}</strong> at {{product_name}} now belongs to {{new_owner_name}}, who \
    decides from now on what you may do on it.</p>
    <p>If you did not expect this, please contact us at once.</p>
    """,

    "email_verification.subject": "Please confirm your e-mail address",
    "email_verification.txt": """
    Please confirm that {{email}} is your address, and that you want to use it
    for your login at {{product_name}}.

    Open this link to confirm it:

    {{link}}

    It works once, until {{expire_time}}. If you did not ask for this, ignore
    this mail: the address then stays unconfirmed.
    """,
    "email_verification.html": """
    <p>Please confirm that <strong>{{email}}</strong> is your address, and that you want to use it for your login at \
    {{product_name}}.</p>
    \(button("Confirm the address"))
    <p>The link works once, until {{expire_time}}. If you did not ask for this, ignore this mail: the address then \
    stays unconfirmed.</p>
    """,

    "email_change_requested.subject": "Request to change your e-mail address",
    "email_change_requested.txt": """
    Somebody asked to change the e-mail address of your login at
    {{product_name}} to {{new_email}}.

    Nothing has changed yet: the new address must be confirmed first. If it was
    you, there is nothing you need to do here.

    If it was not you, somebody else may be using your login: please change
    your password at once and contact us.
    """,
    "email_change_requested.html": """
    <p>Somebody asked to change the e-mail address of your login at {{product_name}} to \
    <strong>{{new_email}}</strong>.</p>
    <p>Nothing has changed yet: the new address must be confirmed first. If it was you, there is nothing you need to \
    do here.</p>
    <p>If it was not you, somebody else may be using your login: please change your password at once and contact \
    us.</p>
    """,

    "email_changed_old.subject": "Your e-mail address was changed",
    "email_changed_old.txt": """
    The e-mail address of your login at {{product_name}} was changed:

      from  {{old_email}}
      to    {{new_email}}

    This is the last mail to the former address. If you did not make this
    change, somebody else may be using your login: please contact us at once.
    """,
    "email_changed_old.html": """
    <p>The e-mail address of your login at {{product_name}} was changed from <strong>{{old_email}}</strong> to \
    <strong>{{new_email}}</strong>.</p>
    <p>This is the last mail to the former address. If you did not make this change, somebody else may be using your \
    login: please contact us at once.</p>
    """,

    "email_changed_new.subject": "This is now your e-mail address",
    "email_changed_new.txt": """
    The e-mail address of your login at {{product_name}} was changed:

      from  {{old_email}}
      to    {{new_email}}

    From now on, sign in with the new address. If you know nothing of a
    login at {{product_name}}, please contact us.
    """,
    "email_changed_new.html": """
    <p>The e-mail address of your login at {{product_name}} was changed from <strong>{{old_email}}</strong> to \
    <strong>{{new_email}}</strong>.</p>
    <p>From now on, sign in with the new address. If you know nothing of a login at {{product_name}}, please contact \
    us.</p>
    """,

    "verification_requested.subject": "Please confirm your identity",
    "verification_requested.txt": """
    {{product_name}} asks you to confirm your identity before {{expire_time}}.

    Sign in and follow the instructions there, or contact us. Please do not
    reply to this mail with documents or passwords.
    """,
    "verification_requested.html": """
    <p>{{product_name}} asks you to confirm your identity before {{expire_time}}.</p>
    <p>Sign in and follow the instructions there, or contact us. Please do not reply to this mail with documents or \
    passwords.</p>
    """,
  ]
}
