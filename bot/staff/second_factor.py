"""The second factor: time-based one-time codes (RFC 6238), each usable once."""

from __future__ import annotations

import hmac
import time

import pyotp
import segno

from bot.staff.tables import StaffAccount

ISSUER = "eNamix careers"
STEP_SECONDS = 30
# A telephone's clock may be half a minute off.
TOLERATED_STEPS = (0, -1, 1)


def new_secret() -> str:
    """A secret for an authenticator app."""
    return pyotp.random_base32()


def check_code(account: StaffAccount, code: str, now: float | None = None) -> bool:
    """Whether `code` is right and was not used before; the account then remembers its step."""
    digits = "".join(code.split())
    if not account.totp_secret or not digits.isascii():
        return False
    totp = pyotp.TOTP(account.totp_secret, interval=STEP_SECONDS)
    present = int(now if now is not None else time.time()) // STEP_SECONDS
    for step in (present + offset for offset in TOLERATED_STEPS):
        unused = account.totp_last_step is None or step > account.totp_last_step
        if unused and hmac.compare_digest(totp.generate_otp(step), digits):
            account.totp_last_step = step
            return True
    return False


def qr_code(email: str, secret: str) -> str:
    """The secret as a QR code: an inline SVG without any style."""
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    address = totp.provisioning_uri(name=email, issuer_name=ISSUER)
    svg: str = segno.make(address, error="m").svg_inline(
        scale=4, dark="#000", light="#fff", border=2, omitsize=True, title="QR code"
    )
    return svg
