"""What the frame of every page needs."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, quote, unquote, urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from masterstvo.core import menu

VIEW_COOKIE = "view"
VIEW_CHOICES = {"theme": ("", "light", "dark"), "size": ("", "2", "3"), "contrast": ("", "high")}


@dataclass(frozen=True)
class View:
    """How one person wants pages to look; an empty text means the system's own way."""

    theme: str = ""
    size: str = ""
    contrast: str = ""

    @classmethod
    def read(cls, request: HttpRequest) -> "View":
        """Return the choice kept in the cookie; anything unknown in it is as if not chosen."""
        chosen = dict(parse_qsl(unquote(request.COOKIES.get(VIEW_COOKIE, ""))[:200]))
        return cls().change(chosen)

    def change(self, chosen: dict[str, str]) -> "View":
        """Return this choice with the known values of ``chosen`` in it."""
        known = {key: chosen[key] for key, values in VIEW_CHOICES.items() if chosen.get(key) in values}
        return View(**{**self.__dict__, **known})

    def as_cookie(self) -> str:
        """Return the text that app.js writes as well."""
        return quote(urlencode({key: value for key, value in self.__dict__.items() if value}))


class Shell:
    """The frame around a page; everything is asked for only when a template shows it."""

    def __init__(self, request: HttpRequest):
        self.request = request
        # A request refused before the middleware of sessions has no user yet.
        self.user = getattr(request, "user", None) or AnonymousUser()

    @cached_property
    def page(self) -> str:
        """The page's URL name, "core:kit", for those who look for its code."""
        match = self.request.resolver_match
        return match.view_name if match else ""

    @cached_property
    def view(self) -> View:
        return View.read(self.request)

    @cached_property
    def place(self) -> str:
        return menu.frame.place(self.request)

    @cached_property
    def role(self) -> str:
        return menu.frame.role(self.user)

    @cached_property
    def home_url(self) -> str:
        return menu.home_url(self.user)

    @cached_property
    def search_url(self) -> str:
        search = menu.frame.search
        return reverse(search.url_name) if search and self.user.has_perm(search.permission) else ""

    @cached_property
    def search_label(self) -> str:
        return menu.frame.search.label if menu.frame.search else ""

    @cached_property
    def sections(self) -> list[tuple[str, list[menu.Link]]]:
        return menu.sections(self.user, self.request.path, request=self.request)

    @cached_property
    def account(self) -> list[menu.Link]:
        return menu.links(self.user, self.request.path, section=menu.ACCOUNT)

    @cached_property
    def footer(self) -> list[menu.Link]:
        return menu.links(self.user, self.request.path, section=menu.FOOTER)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: ``shell`` in every template."""
    return {"shell": Shell(request)}
