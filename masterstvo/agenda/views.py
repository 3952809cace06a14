"""Pages of the calendar: a month in two views, secret links, and what a secret link answers."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from masterstvo.accounts.actions import TooManyAttempts, begin_attempt
from masterstvo.accounts.adapters import address_of
from masterstvo.accounts.attempts import FEEDS, MISSES, Limit, Who
from masterstvo.accounts.queries import hash_of, is_shut_out
from masterstvo.agenda.actions import add_feed, note_feed_read, remove_feed, renew_feed
from masterstvo.agenda.forms import FeedForm
from masterstvo.agenda.models import Feed
from masterstvo.agenda.queries import counts_by_kind, days_of, entries_of_feed, month_of, pages_of
from masterstvo.agenda.rules import may_look, own_feeds
from masterstvo.core.choices import Choice
from masterstvo.core.dates import month_name
from masterstvo.core.forms import bind, submit
from masterstvo.core.ical import CONTENT_TYPE, as_ical
from masterstvo.core.qr import qr_picture
from masterstvo.core.views import public, requires, show_form, site_of, tried
from masterstvo.organizations.models import Organization
from masterstvo.organizations.rules import READERS, SCHOOL, grants_today, organizations_here
from masterstvo.people.agenda import Wanted, entries
from masterstvo.people.choices import Whose

LIST, FEED_LIST = "agenda:entry_list", "agenda:feed_list"
LINK = "agenda_link"  # in the session: the link that was just made, until its page has shown it


# --- Whose calendar -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Chosen:
    """The calendar that a page speaks of, among those that its reader may look at."""

    whose: str
    place: int
    title: str
    offered: tuple[str, ...]
    schools: tuple[Organization, ...] = ()

    @property
    def query(self) -> dict[str, str | int]:
        school = {"organization": self.place} if self.whose == Whose.SCHOOL else {}
        return {"whose": self.whose, **school}

    @property
    def column(self) -> dict[str, int]:
        """The column of a secret link that keeps the place."""
        return (
            {}
            if self.whose == Whose.MINE
            else {f"{'organization' if self.whose == Whose.SCHOOL else 'municipality'}_id": self.place}
        )


def _chosen(request, asked) -> Chosen:
    """Return the calendar that ``asked`` names, else the one that the reader's role is about. Queries: two."""
    schools = tuple(organizations_here(request).order_by("title", "pk"))
    here = request.municipality
    offered = [Whose.MINE, *([Whose.SCHOOL] if schools else []), *([Whose.MUNICIPALITY] if here else [])]
    whose = asked.get("whose", "")
    if whose not in offered:
        whose = next(each for each in _by_role(request.user) if each in offered)
    found = (whose, 0, "Мой календарь")
    if whose == Whose.SCHOOL:
        key = asked.get("organization", "")
        own = {grant.organization_id for grant in grants_today(request.user)}
        among = [each for each in schools if str(each.pk) == key] or [
            each for each in schools if each.pk in own
        ]
        school = (among or schools)[0]
        found = (whose, school.pk, str(school))
    elif whose == Whose.MUNICIPALITY:
        found = (whose, here.pk, str(here))
    return Chosen(*found, offered=tuple(offered), schools=schools)


def _by_role(user):
    roles = {grant.role for grant in grants_today(user)}
    if user.is_superuser or roles & READERS:
        yield Whose.MUNICIPALITY
    if roles & SCHOOL:
        yield Whose.SCHOOL
    yield Whose.MINE


# --- The month ------------------------------------------------------------------------------------------------------
@requires("agenda.view_agenda")
def entry_list(request):
    """One month of one calendar, as days of a grid or as a list; kinds and the number of each above it."""
    today = timezone.localdate()
    chosen, month = _chosen(request, request.GET), month_of(request.GET.get("month", ""), today)
    is_list = request.GET.get("view") == "list"
    found = entries(Wanted(request.user, month.first, month.end, chosen.whose, chosen.place))
    counts = counts_by_kind(found)
    kind = request.GET.get("kind", "")
    kind = kind if kind in {each.kind for each in counts} else ""
    days = days_of(month, [pair for pair in found if not kind or pair[0].kind == kind])
    pages = pages_of(days) if is_list else []
    asked = request.GET.get("day", "")
    page = next(
        (each for each in pages if asked in {str(day.day.day) for day in each}), pages[0] if pages else []
    )

    def address(**changes):
        kept = chosen.query | {
            "view": "list" if is_list else "",
            "kind": kind,
            "month": f"{month.first:%Y-%m}",
        }
        return "?" + urlencode({name: value for name, value in (kept | changes).items() if value})

    context = {
        "chosen": chosen,
        "month": month,
        "title": f"{month_name(month.first.month).capitalize()} {month.first.year}",
        "today": today,
        "is_list": is_list,
        "may_plan": chosen.whose == Whose.MUNICIPALITY and request.user.has_perm("events.change_event"),
        "days": page if is_list else days,
        "pages": [
            Choice(_told(each), address(day=each[0].day.day), is_current=each is page) for each in pages
        ],
        "n_lines": sum(len(each.lines) for each in days),
        "calendars": [
            Choice(
                Whose(each).label,
                f"?{urlencode({'whose': each, 'month': f'{month.first:%Y-%m}', 'view': 'list' if is_list else 'month'})}",
                is_current=each == chosen.whose,
            )
            for each in chosen.offered
        ],
        "views": [
            Choice("Месяц", address(view=""), is_current=not is_list, icon="calendar-days"),
            Choice("Список", address(view="list"), is_current=is_list, icon="list"),
        ],
        "kinds": [
            Choice("Всё", address(kind=""), len(found), is_current=not kind),
            *(
                Choice(each.title, address(kind=each.kind), n, is_current=each.kind == kind)
                for each, n in counts.items()
            ),
        ],
        "previous": address(month=f"{month.before:%Y-%m}"),
        "following": address(month=f"{month.end:%Y-%m}"),
        "current": address(month=""),
        "whole_list": address(view="list"),
        "feeds_url": f"{reverse(FEED_LIST)}?{urlencode(chosen.query)}",
    }
    return render(request, "agenda/entry_list.html", context)


def _told(page):
    """Return the days of one page of the list: «1–9», «17»."""
    first, last = page[0].day.day, page[-1].day.day
    return str(first) if first == last else f"{first}–{last}"


# --- Secret links ---------------------------------------------------------------------------------------------------
@never_cache
@requires("agenda.change_feed")
def feed_list(request):
    """One's secret links; a new one is shown once, on the page after it was made."""
    if "feed" in request.POST:
        return _change(request)
    chosen = _chosen(request, request.POST or request.GET)
    form = bind(FeedForm, request)
    made = submit(form, add_feed, request.user, whose=chosen.whose, place=chosen.column, by=request.user)
    if made:
        return _made(request, *made)
    context = {"chosen": chosen, "feeds": own_feeds(request.user), "link": _link(request)}
    return show_form(request, "agenda/feed_list.html", form, **context)


def _change(request):
    """Do what a button of a link says: renew it or take it back."""
    asked = request.POST["feed"]
    feed = get_object_or_404(own_feeds(request.user), pk=int(asked) if asked.isdigit() else 0)
    if request.POST.get("do") == "renew":
        return _made(request, feed, renew_feed(feed, by=request.user))
    if request.POST.get("do") != "remove":
        raise Http404
    return tried(
        request,
        f"Ссылка «{feed.title}» отозвана: по ней больше ничего не открыть.",
        FEED_LIST,
        remove_feed,
        feed,
    )


def _made(request, feed, token):
    request.session[LINK] = [feed.pk, token]
    messages.success(request, "Ссылка готова. Скопируйте её сейчас: второй раз программа её не покажет.")
    return redirect(f"{reverse(FEED_LIST)}#link")


def _link(request):
    """Return the link that was just made as text, for the phone's calendar and as a picture; None on every later page."""
    feed, token = request.session.pop(LINK, (None, ""))
    if feed is None:
        return None
    url = (settings.SITE or site_of(request)) + reverse("agenda:feed_read", args=[token])
    return {
        "feed": own_feeds(request.user).filter(pk=feed).first(),
        "url": url,
        "webcal": urlsplit(url)._replace(scheme="webcal").geturl(),
        "picture": qr_picture(url, scale=4),
    }


@public("agenda.read_feed")
def feed_read(request, token):
    """The calendar of a secret link: for programs that know no sign-in. An unknown or revoked link is not there."""
    now, who = timezone.now(), Who("", address_of(request))
    if is_shut_out(MISSES, who):
        return _answer(429)
    feed = (
        Feed.objects.select_related("user", "organization", "municipality")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if feed is None or not feed.user.is_active or not may_look(feed.user, feed.whose, feed.place):
        return _answer(404 if _is_counted(MISSES, who, now) else 429)
    if not _is_counted(FEEDS, Who(str(feed.pk), who.address), now):
        return _answer(429)
    note_feed_read(feed, now=now)
    site = settings.SITE or site_of(request)
    title = f"{feed.told_whose} – Мастерство"
    return _answer(200, as_ical(title, entries_of_feed(feed, timezone.localdate()), site=site))


def _is_counted(limits: tuple[Limit, ...], who: Who, now) -> bool:
    """Count one try; tell whether there was one left."""
    try:
        begin_attempt(limits, who, now=now)
    except TooManyAttempts:
        return False
    return True


def _answer(status: int, content: bytes = b"") -> HttpResponse:
    """Answer a program, not a reader: what it gets is kept nowhere on the way and found by no search engine."""
    response = HttpResponse(content, status=status, content_type=CONTENT_TYPE if content else "text/plain")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'attachment; filename="masterstvo.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's line of a refusal would keep the link in the log
    if status == 429:
        response["Retry-After"] = "3600"
    return response
