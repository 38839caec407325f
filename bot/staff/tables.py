"""Tables of the staff: accounts, sessions, one-time links, login throttling, the audit log."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
)

from bot.database import Base, UtcDateTime, utc_now

# SQLite numbers rows by itself only for a column that is exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")


class StaffAccount(Base):
    """One member of staff. `email` is in lower case; without `password_hash` nobody can log in.

    `totp_secret` counts only with `totp_confirmed_at`: until then it is being set up.
    `totp_last_step` is the newest time step whose code was used: no code works twice.
    """

    __tablename__ = "staff_accounts"
    __table_args__ = (
        CheckConstraint("role IN ('account_manager', 'editor', 'admin')", name="role"),
    )

    id = Column(Integer, primary_key=True)
    email = Column(String(254), nullable=False, unique=True)
    name = Column(String(120), nullable=False)
    role = Column(String(20), nullable=False)
    password_hash = Column(String(200))
    totp_secret = Column(String(64))
    totp_confirmed_at = Column(UtcDateTime)
    totp_last_step = Column(BigInteger)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    last_login_at = Column(UtcDateTime)
    disabled_at = Column(UtcDateTime)


class StaffSession(Base):
    """A login. The cookie's token is stored as its digest only.

    Until `complete`, the password was right and the second factor is still asked for.
    """

    __tablename__ = "staff_sessions"

    token_digest = Column(String(64), primary_key=True)
    account_id = Column(
        Integer, ForeignKey("staff_accounts.id", ondelete="CASCADE"), nullable=False, index=True
    )
    complete = Column(Boolean(create_constraint=False), nullable=False)
    user_agent = Column(String(200), nullable=False, default="")
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    last_seen_at = Column(UtcDateTime, nullable=False, default=utc_now)
    expires_at = Column(UtcDateTime, nullable=False)
    ended_at = Column(UtcDateTime)


class StaffLink(Base):
    """A link that sets a password once; stored as its digest only."""

    __tablename__ = "staff_links"
    __table_args__ = (CheckConstraint("purpose IN ('invite', 'reset')", name="purpose"),)

    token_digest = Column(String(64), primary_key=True)
    account_id = Column(
        Integer, ForeignKey("staff_accounts.id", ondelete="CASCADE"), nullable=False, index=True
    )
    purpose = Column(String(10), nullable=False)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    expires_at = Column(UtcDateTime, nullable=False)
    used_at = Column(UtcDateTime)


class LoginThrottle(Base):
    """How often a login has failed in a row; `key` is a digest, so no address is kept."""

    __tablename__ = "login_throttles"

    key = Column(String(64), primary_key=True)
    attempts = Column(Integer, nullable=False)
    blocked_until = Column(UtcDateTime)
    updated_at = Column(UtcDateTime, nullable=False, index=True)


class AuditEntry(Base):
    """What a member of staff did. Triggers of the database refuse every change and deletion.

    `subject` names what it was done to ("lead:ID"); `data` tells which fields, never a value
    that tells a person, so that an erasure need not reach in here.
    """

    __tablename__ = "audit_log"
    __table_args__ = (Index("ix_audit_log_subject_id", "subject", "id"),)

    id = Column(RowId, primary_key=True)
    account_id = Column(Integer, index=True)
    actor = Column(String(254), nullable=False)
    action = Column(String(60), nullable=False, index=True)
    subject = Column(String(120))
    data = Column(JSON(none_as_null=True))
    created_at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
