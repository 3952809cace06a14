"""What came of a contest: decided, published, moved on, told by diplomas; and the page where a diploma is verified."""

from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from masterstvo.accounts.actions import TooManyAttempts, begin_attempt
from masterstvo.accounts.adapters import address_of
from masterstvo.accounts.attempts import MISSES, Who
from masterstvo.accounts.queries import is_shut_out
from masterstvo.contests.actions.result import (
    issue_diplomas,
    move_on,
    propose_results,
    publish_results,
    revoke_diploma,
    winners,
)
from masterstvo.contests.choices import ContestState, EntryState
from masterstvo.contests.models import Diploma
from masterstvo.contests.printing import as_pdf, words_of
from masterstvo.contests.queries.results import announced
from masterstvo.contests.rules import public_contests, visible_contests
from masterstvo.core import terms
from masterstvo.core.numbers import counted
from masterstvo.core.views import public, requires, site_of, tried


@requires("contests.view_contest", among=visible_contests)
def contest_results(request, contest):
    """The announced results; to organizers also the decision before it is announced, moving on and diplomas."""
    may_change = request.user.has_perm("contests.change_contest", contest)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        return _done_with(request, contest)
    if may_change and request.GET.get("as") == "pdf":
        given = list(
            Diploma.objects.filter(entry__contest=contest, revoked_on=None)
            .exclude(name="")
            .order_by("ordinal")
        )
        return _pdf(request, given, f"Дипломы – {contest.title}.pdf")
    is_over = contest.state == ContestState.FINISHED
    context = {
        "contest": contest,
        "is_over": is_over,
        "announced": announced(contest) if is_over else [],
        "n_entries": contest.entries.filter(team=None, state=EntryState.ADMITTED).count(),
        "may_change": may_change,
        "choices": terms.choices("contest_result"),
        "entries": _to_decide(contest) if may_change and contest.state == ContestState.RUNNING else [],
        "diplomas": _diplomas(contest) if may_change and is_over else [],
        "n_waiting": _n_waiting(contest) if may_change and is_over else 0,
        "n_winners": sum(not each.moved_on.exists() for each in winners(contest)) if may_change and is_over and contest.moves_to else 0,
    }  # fmt: skip
    return render(request, "contests/contest_results.html", context)


def _to_decide(contest):
    rows = contest.entries.filter(team=None, state=EntryState.ADMITTED)
    return rows.select_related("person", "organization", "nomination").order_by("nomination", "code", "pk")


def _diplomas(contest):
    return Diploma.objects.filter(entry__contest=contest).order_by("ordinal")


def _n_waiting(contest):
    return contest.entries.exclude(result="").filter(diplomas=None, person__erased_on=None).count()


def _done_with(request, contest):
    do = request.POST.get("do", "")
    if do == "propose":
        return tried(request, "Решение сохранено. Увидят его, когда вы объявите итоги.", request.path, propose_results, contest, decisions=_decisions(request))  # fmt: skip
    if do == "publish":
        told = lambda number: f"Итоги объявлены: {counted(number, 'заявка', 'заявки', 'заявок')}."  # noqa: E731 -- a sentence, not a function
        return tried(request, told, request.path, publish_results, contest)
    if do == "move":
        told = lambda moved: f"На следующий этап вышли: {len(moved)}."  # noqa: E731 -- a sentence, not a function
        return tried(request, told, request.path, move_on, contest, entries=winners(contest))
    if do == "diplomas":
        told = lambda number: f"Выдано: {counted(number, 'диплом', 'диплома', 'дипломов')}."  # noqa: E731 -- a sentence, not a function
        return tried(request, told, request.path, issue_diplomas, contest)
    if do == "revoke":
        key = request.POST.get("diploma", "")
        row = get_object_or_404(_diplomas(contest), pk=int(key) if key.isdigit() else 0)
        reason = request.POST.get("reason", "")
        return tried(request, "Диплом отозван.", request.path, revoke_diploma, row, reason=reason)
    raise Http404


def _decisions(request):
    """Return {key of an entry: (result, place)} as the page sent them; words that are no results mean none."""
    known = dict(terms.choices("contest_result"))
    found = {}
    for name, value in request.POST.items():
        if name.startswith("result-") and name[7:].isdigit():
            place = request.POST.get(f"place-{name[7:]}", "")
            found[int(name[7:])] = (
                value if value in known else "",
                int(place) if place.isdigit() and 0 < int(place) < 1000 else None,
            )
    return found


@public("contests.view_results")
def contest_public(request, pk):
    """The results for anybody who has the address, where the authority has allowed it: names and places of work, nothing more."""
    contest = get_object_or_404(public_contests().select_related("municipality"), pk=pk)
    context = {"contest": contest, "announced": announced(contest)}
    return _private(render(request, "contests/contest_public.html", context))


# --- Diplomas -------------------------------------------------------------------------------------------------------
@public("contests.verify_diploma")
def diploma_verify(request, code):
    """All that is printed, and whether it is in force; with ``?as=pdf`` the paper itself. Only codes that do not exist are counted."""
    who = Who("", address_of(request))
    if is_shut_out(MISSES, who):
        return _answer(request, {"is_shut_out": True}, 429)
    diploma = Diploma.objects.filter(code=code.lower()).first()
    if diploma is None:
        return _missed(request, who)
    if request.GET.get("as") == "pdf" and diploma.name and not diploma.revoked_on:
        return _private(_pdf(request, [diploma], f"Диплом {diploma.number.replace('/', '-')}.pdf"))
    return _answer(request, {"diploma": diploma, "words": words_of(diploma)}, 200)


def _missed(request, who):
    try:
        begin_attempt(MISSES, who, now=timezone.now())
    except TooManyAttempts:
        return _answer(request, {"is_shut_out": True}, 429)
    return _answer(request, {}, 404)


def _answer(request, context, status):
    return _private(render(request, "contests/diploma_verify.html", context, status=status))


def _private(response):
    """Keep a name out of search engines and of caches on the way."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "private, no-store"
    return response


def _pdf(request, diplomas, name):
    site = settings.SITE or site_of(
        request
    )  # paper must outlive the name by which this server is called today
    content = as_pdf(diplomas, address=lambda each: site + each.get_absolute_url())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
