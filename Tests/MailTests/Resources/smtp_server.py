"""A mail server to deliver to: aiosmtpd with STARTTLS or TLS from the start, authentication and refusals.

Prints the port that the system chose, then a JSON object for each mail accepted, as Python's own parser reads it.
Ends when its standard input does.
"""

import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

arguments = argparse.ArgumentParser()
arguments.add_argument("--certificate")
arguments.add_argument("--key")
arguments.add_argument("--implicit-tls", action="store_true")
arguments.add_argument("--ascii", action="store_true", help="offer no SMTPUTF8")
arguments.add_argument("--user")
arguments.add_argument("--password")
arguments.add_argument("--refuse", default="", help="replies to the first mails, as STAGE=REPLY, separated by |; DROP= breaks the connection instead")
options = arguments.parse_args()


def say(line):
    print(line, flush=True)


class Handler:
    def __init__(self):
        self.refusals = [item.split("=", 1) for item in options.refuse.split("|") if item]

    def refusal(self, stage):
        if self.refusals and self.refusals[0][0] == stage:
            return self.refusals.pop(0)[1]
        return None

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        refusal = self.refusal("MAIL")
        if refusal:
            return refusal
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        refusal = self.refusal("RCPT")
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refusal("DROP") is not None:
            server.transport.abort()
            return "250 OK"
        refusal = self.refusal("DATA")
        if refusal:
            return refusal
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.SMTP)
        say(json.dumps({
            "mailFrom": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "isEncrypted": session.ssl is not None or options.implicit_tls,
            "isAuthenticated": bool(session.authenticated),
            "defects": [str(defect) for part in message.walk() for defect in part.defects],
            "from": str(message["From"]),
            "to": str(message["To"]),
            "subject": str(message["Subject"]),
            "messageID": str(message["Message-ID"]),
            "text": body(message, "plain"),
            "html": body(message, "html"),
        }))
        return "250 OK"


def body(message, kind):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def authenticate(server, session, envelope, mechanism, data):
    login = (data.login.decode(), data.password.decode())
    # Not handled: the refusal is left to aiosmtpd.
    return AuthResult(success=login == (options.user, options.password), handled=False)


async def main():
    context = None
    if options.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)
    handler = Handler()

    def session():
        starts_tls = context is not None and not options.implicit_tls
        return SMTP(
            handler,
            enable_SMTPUTF8=not options.ascii,
            tls_context=context if starts_tls else None,
            require_starttls=starts_tls,
            authenticator=authenticate if options.user else None,
            auth_required=options.user is not None,
            auth_require_tls=starts_tls,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        session, "127.0.0.1", 0, ssl=context if options.implicit_tls else None
    )
    say(server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
