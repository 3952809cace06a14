"""What apps above may add to the pages of sign-in and of one's own account."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class DemoSignIn:
    """A ready account of the fictional district, shown on the sign-in page to try the product."""

    who: str
    email: str
    password: str


@dataclass(frozen=True)
class AccessPanel:
    """A sheet of «Мой доступ»: what the user may do, who may see what is theirs."""

    template: str
    context: Callable[[Any], dict[str, Any] | None]
    permission: str
    order: int


_user_columns: dict[str, Callable[[], Any]] = {}
_demo: list[Callable[[], list[DemoSignIn]]] = []
_access: dict[str, AccessPanel] = {}
_second_factor: list[Callable[[Any], bool]] = []
_indispensable: list[Callable[[Any], str]] = []


def offer_demo_sign_ins(offer: Callable[[], list[DemoSignIn]]) -> None:
    """Show these accounts on the sign-in page, where the settings say that this is the fictional district."""
    if offer not in _demo:
        _demo.append(offer)


def demo_sign_ins() -> list[DemoSignIn]:
    return [sign_in for offer in _demo for sign_in in offer()]


def add_access_panel(
    template: str, *, context: Callable[[Any], dict[str, Any] | None], permission: str, order: int
) -> None:
    """Show ``template`` on «Мой доступ» to users who hold ``permission``; registered in ``apps.py: ready()``.

    ``context``: callable(user) -> dict, or None when there is nothing to show to this user. The template is a piece: one ``{% box %}``.
    """
    _access[template] = AccessPanel(template, context, permission, order)


def access_panels(request: HttpRequest) -> list[SafeString]:
    """Return the sheets that apps above show to this user. Queries: those of each panel."""
    user = request.user
    ordered = sorted(_access.values(), key=lambda panel: panel.order)
    return [
        render_to_string(panel.template, found, request)
        for panel in ordered
        if user.has_perm(panel.permission) and (found := panel.context(user)) is not None
    ]


def require_second_factor(predicate: Callable[[Any], bool]) -> None:
    """Lead users of whom ``predicate(user)`` holds to set up a second factor; registered in ``apps.py: ready()``."""
    if predicate not in _second_factor:
        _second_factor.append(predicate)


def needs_second_factor(user: Any) -> bool:
    """Tell whether ``user`` may work only with a second factor; never where the settings leave it to the user."""
    return settings.SECOND_FACTOR == "required" and any(holds(user) for holds in _second_factor)


def refuse_closing(why: Callable[[Any], str]) -> None:
    """Keep accounts open of which ``why(user)`` says a sentence; registered in ``apps.py: ready()``."""
    if why not in _indispensable:
        _indispensable.append(why)


def why_indispensable(user: Any) -> str:
    """Return why the account of ``user`` cannot be closed and what to do first; empty when it can."""
    return next((said for why in _indispensable if user.pk and (said := why(user))), "")


def add_user_column(name: str, expression: Callable[[], Any]) -> None:
    """Let the user of each request carry ``name``: one more column of the query that is asked anyway."""
    _user_columns[name] = expression


@cache
def user_columns() -> dict[str, Any]:
    """Return {name: expression}, made once: every request asks for the same."""
    return {name: expression() for name, expression in _user_columns.items()}
