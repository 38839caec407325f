"""Who may do what: the roles as a table of permissions."""

from __future__ import annotations

from enum import Enum


class Permission(str, Enum):
    """One thing that a member of staff may be allowed to do."""

    OWN_ACCOUNT = "own_account"
    READ_LEADS = "read_leads"
    CHANGE_LEADS = "change_leads"
    EXPORT_LEADS = "export_leads"
    ERASE_LEADS = "erase_leads"
    READ_QUESTIONS = "read_questions"
    REVIEW_QUESTIONS = "review_questions"
    READ_KNOWLEDGE = "read_knowledge"
    CORRECT_KNOWLEDGE = "correct_knowledge"
    READ_OVERVIEW = "read_overview"
    MANAGE_PEOPLE = "manage_people"
    READ_AUDIT = "read_audit"


class Role(str, Enum):
    """What somebody is to the product; each has the permissions in `PERMISSIONS`."""

    ACCOUNT_MANAGER = "account_manager"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """The role as people read it."""
        return self.value.replace("_", " ").capitalize()


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ACCOUNT_MANAGER: frozenset(
        {
            Permission.OWN_ACCOUNT,
            Permission.READ_LEADS,
            Permission.CHANGE_LEADS,
            Permission.EXPORT_LEADS,
            Permission.ERASE_LEADS,
            Permission.READ_KNOWLEDGE,
            Permission.READ_OVERVIEW,
        }
    ),
    # Editors see questions with personal data taken out, and no lead.
    Role.EDITOR: frozenset(
        {
            Permission.OWN_ACCOUNT,
            Permission.READ_QUESTIONS,
            Permission.REVIEW_QUESTIONS,
            Permission.READ_KNOWLEDGE,
            Permission.CORRECT_KNOWLEDGE,
            Permission.READ_OVERVIEW,
        }
    ),
    Role.ADMIN: frozenset(Permission),
}
