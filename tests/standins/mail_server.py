"""A real SMTP server that accepts, refuses, dawdles and dies as it is told."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.processes import free_port

ACCEPT, DIE, STALL = "250 OK", "die", "stall"
"""What may follow a message: accepted; accepted and died before saying so; nothing at all."""


class MailServer:
    """`answer` gives the reply to the message's number, from 0; `refused` receivers get a 550."""

    def __init__(self, certificate: Path | None = None, login: tuple[str, str] | None = None):
        self.answer: Callable[[int], str] = lambda number: ACCEPT
        self.refused: set[str] = set()
        self.messages: list[EmailMessage] = []
        self.receivers: list[str] = []
        self.answers: list[str] = []
        self.arrived = threading.Condition()
        context = None
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
        self.port = free_port()
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            tls_context=context,
            require_starttls=context is not None,
            auth_required=login is not None,
            authenticator=lambda *given: _check(given[-1], login),
        )
        self._controller.start()

    @property
    def accepted(self) -> list[str]:
        """The Message-IDs that were accepted, and said to be."""
        pairs = zip(self.messages, self.answers, strict=True)
        return [message["message-id"] for message, answer in pairs if answer == ACCEPT]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return ACCEPT

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content: Any = envelope.content
        with self.arrived:
            answer = self.answer(len(self.messages))
            self.messages.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
            self.receivers += envelope.rcpt_tos
            self.answers.append(answer)
            self.arrived.notify_all()
        if answer == DIE:
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
        if answer == STALL:
            await asyncio.Event().wait()
        return answer

    def wait_for(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until `condition` holds; it is looked at after each message."""
        with self.arrived:
            assert self.arrived.wait_for(condition, seconds), self.answers

    def close(self) -> None:
        """Stop listening."""
        self._controller.stop(no_assert=True)


def make_certificate(path: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.com")])
    now = datetime.datetime.now(datetime.timezone.utc)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def _check(given: object, login: tuple[str, str] | None) -> AuthResult:
    right = login is not None and given == LoginPassword(*(each.encode() for each in login))
    return AuthResult(success=right, handled=False)
