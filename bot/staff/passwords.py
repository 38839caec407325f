"""Passwords: argon2id hashes, and what a new password must be."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
_hasher = PasswordHasher()

# The ones that people pick when twelve characters are asked for.
_TOO_COMMON = frozenset(
    """
    123456789012 1234567890123 111111111111 000000000000 passwordpassword password1234
    password12345 password123456 qwertyuiop12 qwertyuiopas qwertyuiop123 iloveyou1234
    administrator changemenow1 changeme1234 letmein12345 welcome12345 abcdefghijkl
    """.split()
)


class WeakPasswordError(ValueError):
    """The password cannot be used; the text says what a good one is."""


def hash_password(password: str, email: str) -> str:
    """The hash to store.

    Raises:
        WeakPasswordError: too short, too long, well known, or the address itself.
    """
    if len(password) < SHORTEST:
        raise WeakPasswordError(f"Use at least {SHORTEST} characters; a short sentence is good.")
    if len(password) > LONGEST:
        raise WeakPasswordError(f"Use at most {LONGEST} characters.")
    lowered = password.lower()
    if lowered in _TOO_COMMON or len(set(lowered)) < len("abcd") or lowered == email:
        raise WeakPasswordError("This one is easy to guess; a short sentence is good.")
    return _hasher.hash(password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; takes as long for an account without one."""
    try:
        _hasher.verify(password_hash or _nobodys_hash(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")
