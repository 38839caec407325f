"""Settings of all processes, read once from the environment.

Every field is an environment variable of the same name in capitals with the
prefix ``CAREERS_`` (``CAREERS_PORT``), unless ``env`` names another one.
``careers doctor`` lists them; docs/settings.md documents them, which a test holds.
"""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseSettings, Field, PositiveFloat, PositiveInt

PROJECT = Path(__file__).resolve().parent.parent
"""Where domain.yml, config.yml, data/ and nlu/ are: the checkout."""


class Settings(BaseSettings):
    """Configuration that cannot change once read."""

    data_dir: Path = Field(default=Path("var"), description="Folder of database, models and caches")
    database_url: str = Field(
        default="",
        env="DATABASE_URL",
        description="SQLAlchemy address of the one database; empty: careers.db in the data folder",
    )
    host: str = Field(
        default="127.0.0.1", description="Address that the public web process listens on"
    )
    port: PositiveInt = Field(
        default=8000, description="Port that the public web process listens on"
    )
    rasa_url: str = Field(
        default="http://127.0.0.1:5005", description="Where the web process finds Rasa"
    )
    actions_url: str = Field(
        default="http://127.0.0.1:5055/webhook", description="Where Rasa finds the action server"
    )
    public_url: str = Field(
        default="", env="PUBLIC_URL", description="Address under which people reach the web process"
    )
    allowed_origins: str = Field(
        default="",
        description="Other websites that embed the widget: their origins, separated by commas",
    )
    secret_key: str = Field(
        default="", description="Signs session tokens; empty: made once and kept in the data folder"
    )
    turn_timeout_seconds: PositiveFloat = Field(
        default=30.0, description="How long one turn may take before the visitor gets an apology"
    )
    max_text_length: PositiveInt = Field(default=4000, description="Longest message, in characters")
    session_max_age_days: PositiveInt = Field(
        default=90, description="How long a session token is valid"
    )
    rate_limit_sessions_per_minute: PositiveInt = Field(
        default=600, description="New conversations per minute from one address"
    )
    rate_limit_messages_per_minute: PositiveInt = Field(
        default=1200, description="Messages per minute from one address"
    )
    rate_limit_session_messages_per_minute: PositiveInt = Field(
        default=1200, description="Messages per minute in one conversation"
    )
    contact_email: str = Field(default="info@enamix.com", description="Named in every apology")
    business_hours: str = Field(
        default="Mon-Fri 09:00-18:00", description="When account managers get in touch"
    )
    business_time_zone: str = Field(
        default="America/New_York", description="Time zone of the business hours"
    )
    business_closed_on: str = Field(
        default="", description="Dates without business hours: 2026-12-25, 2027-01-01"
    )
    leads_email: str = Field(
        default="",
        description="Gets the leads that no routing rule is about; empty: the contact address",
    )
    routing_file: Path = Field(
        default=PROJECT / "data" / "routing.yml", description="Who gets which lead by e-mail"
    )
    smtp_host: str = Field(default="", description="Mail server; empty: no e-mail is sent")
    smtp_port: PositiveInt = Field(default=587, description="Port of the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the mail server's connection is encrypted"
    )
    smtp_ca_file: Path | None = Field(
        default=None, description="Certificates to trust for the mail server; empty: the system's"
    )
    smtp_user: str = Field(default="", description="User at the mail server; empty: no login")
    smtp_password: str = Field(default="", description="Password at the mail server")
    smtp_from: str = Field(
        default="eNamix <info@enamix.com>", description="Sender of all e-mail messages"
    )
    slack_signing_secret: str = Field(
        default="",
        env="SLACK_SIGNING_SECRET",
        description="Verifies what Slack sends; empty: /slack answers 503",
    )
    slack_bot_token: str = Field(
        default="",
        env="SLACK_BOT_TOKEN",
        description="Token of the Slack app's bot user (xoxb-); empty: /slack answers 503",
    )
    slack_app_token: str = Field(
        default="",
        env="SLACK_APP_TOKEN",
        description="App-level token (xapp-) for Socket Mode: `careers slack`",
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/",
        env="SLACK_API_URL",
        description="Address of Slack's Web API",
    )
    slack_lead_users: str = Field(
        default="",
        description="Who may press a new lead's buttons, as Slack user id and staff account: "
        "U012AB3CD=ann@example.com, U045EF6GH=bo@example.com",
    )
    slack_webhook_url: str = Field(
        default="", description="Slack incoming webhook for new leads; empty: none is sent"
    )
    webhook_url: str = Field(
        default="", description="Gets every lead, signed (Standard Webhooks); empty: none is sent"
    )
    webhook_secret: str = Field(
        default="", description="Signs the webhook: whsec_ and 24 to 64 bytes in base64"
    )
    delivery_timeout_seconds: PositiveFloat = Field(
        default=15.0, description="How long one attempt to send may take"
    )
    delivery_give_up_hours: PositiveFloat = Field(
        default=72.0, description="After this long an undeliverable message is a dead letter"
    )
    retention_conversation_days: PositiveInt = Field(
        default=90, description="Conversations are erased this long after their last message"
    )
    retention_lead_days: PositiveInt = Field(
        default=730, description="Leads are erased this long after their last change"
    )
    staff_session_hours: PositiveFloat = Field(
        default=12.0, description="How long a login to the staff pages lasts at most"
    )
    staff_idle_minutes: PositiveFloat = Field(
        default=120.0, description="How long a login to the staff pages lasts without use"
    )
    first_response_minutes: PositiveInt = Field(
        default=60,
        description="Within how many minutes of business hours a lead should hear from somebody",
    )

    class Config:
        env_prefix = "CAREERS_"
        allow_mutation = False

    @property
    def resolved_database_url(self) -> str:
        """The database's address; by default an SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'careers.db').resolve()}"

    @property
    def slack_configured(self) -> bool:
        """Whether Slack can reach this process, and be answered."""
        return bool(self.slack_signing_secret and self.slack_bot_token)

    @property
    def slack_lead_staff(self) -> dict[str, str]:
        """Who may press the buttons below a lead: the staff account's address by Slack user id."""
        pairs = (each.partition("=") for each in self.slack_lead_users.replace(",", " ").split())
        return {user: email.lower() for user, _, email in pairs if email}

    @property
    def allowed_origin_list(self) -> list[str]:
        """The other websites' origins, as browsers send them: without a path."""
        origins = self.allowed_origins.split(",")
        return [origin.strip().rstrip("/") for origin in origins if origin.strip()]

    def resolved_secret_key(self) -> str:
        """The configured signing key, or one made once and kept readable to the owner only."""
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret_key"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            # O_EXCL: of two processes that start together, one writes and the other reads.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            key = secrets.token_urlsafe(48)
            file.write(key)
        return key


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()
