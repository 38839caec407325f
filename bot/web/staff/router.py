"""All staff pages under one guard: what no handler opens stays shut."""

from __future__ import annotations

from litestar import Router, get, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from bot.web.staff.account import AccountController
from bot.web.staff.audit import AuditController
from bot.web.staff.corrections import CorrectionsController
from bot.web.staff.forms import check_form
from bot.web.staff.identity import (
    PATH,
    PERMISSION,
    StaffRequest,
    require_permission,
    staff_of,
)
from bot.web.staff.knowledge import KnowledgeController
from bot.web.staff.lead import LeadController
from bot.web.staff.leads import LeadsController
from bot.web.staff.login import login_router
from bot.web.staff.merge import MergeController
from bot.web.staff.overview import OverviewController
from bot.web.staff.pages import NAVIGATION, see
from bot.web.staff.people import PeopleController
from bot.web.staff.problems import HANDLERS, NOWHERE_METHODS, UNROUTED
from bot.web.staff.questions import QuestionsController


@get("/", opt={PERMISSION: "own_account"}, sync_to_thread=False)
def home(request: StaffRequest) -> Redirect:
    """The first page that the role may see."""
    staff = staff_of(request)
    return see(next(path for path, _, permission in NAVIGATION if staff.may(permission)))


@route(
    "/{rest:path}",
    http_method=list(NOWHERE_METHODS),
    opt={PERMISSION: "own_account"},
    sync_to_thread=False,
)
def nowhere(request: StaffRequest, rest: FromPath[str]) -> None:  # noqa: ARG001
    """Whatever else is under /staff: a stranger has to log in to learn that it is nothing."""
    raise request.state.get(UNROUTED) or NotFoundException("There is no such page.")


def staff_router() -> Router:
    """Everything under /staff."""
    return Router(
        PATH,
        route_handlers=[
            home,
            login_router(),
            AccountController,
            PeopleController,
            AuditController,
            LeadsController,
            LeadController,
            MergeController,
            QuestionsController,
            KnowledgeController,
            CorrectionsController,
            OverviewController,
            nowhere,
        ],
        guards=[require_permission],
        before_request=check_form,
        exception_handlers=HANDLERS,
    )
