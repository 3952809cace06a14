"""The side menu and the names on the frame of every page. Apps fill them in ``apps.py: ready()``, so core knows no app."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse

ACCOUNT = "account"  # the links under the user's name
FOOTER = "footer"


@dataclass(frozen=True)
class Item:
    """A place of the menu. ``count``: callable(request) -> (number, what it counts in words) or None."""

    section: str
    title: str
    icon: str
    url_name: str
    permission: str
    order: int
    count: Callable[[Any], tuple[int, str] | None] | None = None
    post: bool = False
    only_for: Callable[[Any], bool] | None = None

    def is_for(self, user: Any) -> bool:
        return user.has_perm(self.permission) and (self.only_for is None or self.only_for(user))


@dataclass(frozen=True)
class Link:
    """An item as one user sees it on one page. ``current``: "page" for the page itself, "true" above it, or ""."""

    title: str
    icon: str
    url: str
    current: str = ""
    count: tuple[int, str] | None = None
    post: bool = False


@dataclass(frozen=True)
class Search:
    url_name: str
    permission: str
    label: str


@dataclass
class Frame:
    """What apps say about the whole page: where the user works, who they are there, and where to search."""

    place: Callable[[Any], str] = lambda request: ""
    role: Callable[[Any], str] = lambda user: ""
    search: Search | None = None


_items: list[Item] = []
frame = Frame()


def add_item(
    *,
    section: str,
    title: str,
    icon: str = "",
    url_name: str,
    permission: str,
    order: int,
    count: Callable[[Any], tuple[int, str] | None] | None = None,
    post: bool = False,
    only_for: Callable[[Any], bool] | None = None,
) -> None:
    """Show a page in the menu to whoever holds ``permission``; sections stand in the order of their first items.

    ``section``: its Russian heading, "" for the top, or ACCOUNT or FOOTER. ``post``: the link changes something (sign-out).
    ``only_for``: callable(user) -> whether the page is of use to them; the support desk holds every permission.
    """
    item = Item(section, title, icon, url_name, permission, order, count, post, only_for)
    if item not in _items:
        _items.append(item)


def set_place(place: Callable[[Any], str]) -> None:
    """Name under the brand, by callable(request) -> «Приреченский район»."""
    frame.place = place


def set_role(role: Callable[[Any], str]) -> None:
    """Name who the user is, by callable(user) -> «муниципальный координатор»."""
    frame.role = role


def set_search(*, url_name: str, permission: str, label: str) -> None:
    """Put a search form above the menu; it sends ``q`` by GET."""
    frame.search = Search(url_name, permission, label)


@cache
def _url(url_name: str) -> str:
    """Return the address of a page of the menu: two dozen of them stand on every page and never change."""
    return reverse(url_name)


def home_url(user: Any) -> str:
    """Return the first page of the menu that ``user`` may open, else the one about their own access."""
    for item in sorted(_items, key=lambda item: (item.section in (ACCOUNT, FOOTER), item.order)):
        if not item.post and item.is_for(user):
            return _url(item.url_name)
    return "/"


def links(user: Any, path: str, *, section: str) -> list[Link]:
    """Return the links of one section that ``user`` may open."""
    return next((found for title, found in sections(user, path, only=section)), [])


def sections(
    user: Any, path: str, *, only: str | None = None, request: Any = None
) -> list[tuple[str, list[Link]]]:
    """Return [(heading, links)] of the side menu, or of the ``only`` section, without empty ones; ``request`` is for counts."""
    wanted = [
        item
        for item in sorted(_items, key=lambda item: item.order)
        if (item.section == only if only is not None else item.section not in (ACCOUNT, FOOTER))
        and item.is_for(user)
    ]
    urls = {item: _url(item.url_name) for item in wanted}
    # Of two items above a page, the nearer one is current: /plans/ and /plans/targets/.
    nearest = max((url for url in urls.values() if _is_above(url, path)), key=len, default=None)
    grouped: dict[str, list[Link]] = {}
    for item in wanted:
        url = urls[item]
        current = "" if url != nearest else "page" if url == path else "true"
        count = item.count(request) if item.count and request else None
        grouped.setdefault(item.section, []).append(
            Link(item.title, item.icon, url, current, count, item.post)
        )
    return list(grouped.items())


def _is_above(url: str, path: str) -> bool:
    return url == path or (url != "/" and url.endswith("/") and path.startswith(url))
