"""What came of a contest: decided, published, moved on, told by diplomas; and the page where a diploma is verified."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
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
from masterstvo.contests.printing import TAGS, as_pdf, as_word, words_of
from masterstvo.contests.queries.appeals import unsettled
from masterstvo.contests.queries.entries import n_people
from masterstvo.contests.queries.results import announced
from masterstvo.contests.rules import public_contests, visible_contests
from masterstvo.core import terms
from masterstvo.core.errors import DomainError
from masterstvo.core.numbers import counted
from masterstvo.core.pdf import pdf_response
from masterstvo.core.sandbox import run_limited
from masterstvo.core.views import done, kept_private, public, requires, site_of, tried
from masterstvo.core.word import docx_response
from masterstvo.documents.actions.issuing import remove_paper_template, set_paper_template
from masterstvo.documents.choices import PaperKind
from masterstvo.documents.queries import own_template


@requires("contests.view_contest", among=visible_contests)
def contest_results(request, contest):
    """The announced results; to organizers also the decision before it is announced, moving on and diplomas."""
    may_change = request.user.has_perm("contests.change_contest", contest)
    is_refused = False
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if answer := _keep(request, contest) if "template" in request.POST else _done_with(request, contest):
            return answer
        is_refused = True
    if may_change and request.GET.get("as") == "pdf":
        given = list(
            Diploma.objects.filter(entry__contest=contest, revoked_on=None)
            .exclude(name="")
            .order_by("ordinal")
        )
        return _made(request, request.path, lambda: _pdf(request, given, f"Дипломы – {contest.title}.pdf"))
    if may_change and (key := request.GET.get("word", "")).isdigit():
        given = get_object_or_404(_diplomas(contest).filter(revoked_on=None).exclude(name=""), pk=key)
        name = f"{given.heading} {given.number.replace('/', '-')}.docx"
        return _made(request, request.path, lambda: docx_response(name, _word(request, given)))
    is_over = contest.state == ContestState.FINISHED
    context = {
        "contest": contest,
        "is_over": is_over,
        "announced": announced(contest) if is_over else [],
        "n_entries": contest.entries.filter(team=None, state=EntryState.ADMITTED).count(),
        "n_people": n_people(contest) if is_over else 0,
        "n_appeals": unsettled(contest) if may_change and not is_over else 0,
        "may_change": may_change,
        "choices": terms.choices("contest_result"),
        "entries": _to_decide(contest) if may_change and contest.state == ContestState.RUNNING else [],
        "diplomas": _diplomas(contest) if may_change and is_over else [],
        "template": may_change and is_over and own_template(contest.municipality_id, PaperKind.DIPLOMA),
        "tags": TAGS.words.items(),
        "n_waiting": _n_waiting(contest) if may_change and is_over else 0,
        "n_winners": sum(not each.moved_on.exists() for each in winners(contest)) if may_change and is_over and contest.moves_to else 0,
    }  # fmt: skip
    return render(request, "contests/contest_results.html", context, status=422 if is_refused else 200)


def _made(request, back, make):
    """Answer with the file, or go ``back`` and say why it could not be made."""
    try:
        return make()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(back)


def _keep(request, contest):
    """Take the authority's own template of diplomas, or go back to the usual look; None when it was refused."""
    whose = {"kind": PaperKind.DIPLOMA}
    if request.POST["template"] == "remove":
        return tried(request, "Шаблон убран.", request.path, remove_paper_template, contest.municipality, **whose)  # fmt: skip
    file = request.FILES.get("file")
    try:
        set_paper_template(contest.municipality, tags=TAGS, file=file, by=request.user, **whose)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return None
    return done(request, "Шаблон принят: файлы Word теперь пишутся по нему.", request.path)


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
    return kept_private(render(request, "contests/contest_public.html", context))


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
        return kept_private(
            _pdf(request, [diploma], f"{diploma.heading} {diploma.number.replace('/', '-')}.pdf")
        )
    return _answer(request, {"diploma": diploma, "words": words_of(diploma)}, 200)


def _missed(request, who):
    try:
        begin_attempt(MISSES, who, now=timezone.now())
    except TooManyAttempts:
        return _answer(request, {"is_shut_out": True}, 429)
    return _answer(request, {}, 404)


def _answer(request, context, status):
    return kept_private(render(request, "contests/diploma_verify.html", context, status=status))


def _pdf(request, diplomas, name):
    return pdf_response(name, as_pdf(diplomas, address=lambda each: _address(request, each)))


def _word(request, diploma):
    own = own_template(diploma.municipality_id, PaperKind.DIPLOMA)
    make = partial(run_limited, as_word) if own else as_word
    return make(diploma, address=_address(request, diploma), template=own)


def _address(request, diploma):
    """Return where it is verified; what is on paper must outlive the name by which this server is called today."""
    return (settings.SITE or site_of(request)) + diploma.get_absolute_url()
