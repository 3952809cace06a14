"""What came of a contest: decided, published, moved on, told by diplomas and letters of thanks; and the page where they are verified."""

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
from masterstvo.contests.actions.letter import thank_jury, thank_schools
from masterstvo.contests.actions.result import (
    NotYet,
    correct_result,
    issue_diplomas,
    move_on,
    propose_results,
    publish_results,
    revoke_paper,
    winners,
)
from masterstvo.contests.choices import ContestState, EntryState
from masterstvo.contests.models import Diploma, Letter
from masterstvo.contests.printing import LETTER_TAGS, TAGS, as_pdf, as_word, as_words, words_of
from masterstvo.contests.queries.appeals import unsettled
from masterstvo.contests.queries.entries import n_people
from masterstvo.contests.queries.finalists import final_of
from masterstvo.contests.queries.results import announced, unmoved_winners, without_diploma
from masterstvo.contests.queries.thanks import unthanked_jurors, unthanked_schools
from masterstvo.contests.rules import public_contests, visible_contests
from masterstvo.core import terms
from masterstvo.core.errors import DomainError
from masterstvo.core.numbers import counted
from masterstvo.core.pdf import pdf_response
from masterstvo.core.sandbox import run_limited
from masterstvo.core.views import done, kept_private, public, requires, site_of, tried
from masterstvo.core.word import docx_response
from masterstvo.core.word.package import paper_name, zip_response
from masterstvo.documents.actions.issuing import remove_paper_template, set_paper_template
from masterstvo.documents.choices import DocumentState, PaperKind
from masterstvo.documents.queries import own_template

TAGS_OF = {PaperKind.DIPLOMA: TAGS, PaperKind.LETTER: LETTER_TAGS}
NAME_OF = {PaperKind.DIPLOMA: "Дипломы", PaperKind.LETTER: "Благодарственные письма"}


@requires("contests.view_contest", among=visible_contests)
def contest_results(request, contest):
    """The announced results; to organizers also the decision before it is announced, moving on and diplomas."""
    may_change = request.user.has_perm("contests.change_contest", contest)
    typed, is_refused = {}, False
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if request.POST.get("do") in WRITTEN:
            try:
                text = WRITTEN[request.POST["do"]](request, contest)
            except DomainError as refusal:
                typed = {**request.POST.dict(), "refusal": str(refusal)}
            else:
                return done(request, text, request.path)
        elif (
            answer := _keep(request, contest) if "template" in request.POST else _done_with(request, contest)
        ):
            return answer
        is_refused = True
    if may_change and {"as", "word"} & set(request.GET):
        return _files(request, contest)
    is_over = contest.state == ContestState.FINISHED
    entries = list(_to_decide(contest)) if may_change else []
    if typed.get("do") == "propose":
        _as_typed(request, entries)
    context = {
        "contest": contest,
        "is_over": is_over,
        "announced": announced(contest) if is_over else [],
        "n_entries": contest.entries.filter(team=None, state=EntryState.ADMITTED).count(),
        "n_people": n_people(contest) if is_over else 0,
        "n_appeals": unsettled(contest) if may_change and not is_over else 0,
        "may_change": may_change,
        "final": final_of(contest) if may_change and contest.state == ContestState.RUNNING else None,
        "choices": terms.choices("contest_result"),
        "words": terms.titles("contest_result"),
        "entries": entries,
        "typed": typed,
        "n_undecided": sum(not each.pending_result for each in entries),
        **(_given_out(contest) if may_change and is_over else {}),
    }
    return render(request, "contests/contest_results.html", context, status=422 if is_refused else 200)


def _given_out(contest):
    """Return what was given out and what still may be: diplomas, letters of thanks, the next level, own templates."""
    return {
        "papers": [
            (
                kind,
                NAME_OF[kind],
                _papers(contest, kind),
                own_template(contest.municipality_id, kind),
                tags.words.items(),
            )
            for kind, tags in TAGS_OF.items()
        ],
        "n_waiting": without_diploma(contest).count(),
        "n_jurors": unthanked_jurors(contest).count(),
        "n_schools": unthanked_schools(contest).count(),
        "n_winners": unmoved_winners(contest).count() if contest.moves_to else 0,
    }


def _files(request, contest):
    """Answer with one paper in Word, or with all of a kind: in one PDF, or each in Word in one .zip."""
    kind = PaperKind.LETTER if request.GET.get("of") == PaperKind.LETTER else PaperKind.DIPLOMA
    given = _papers(contest, kind).filter(revoked_on=None).exclude(name="")
    if (key := request.GET.get("word", "")).isdigit():
        one = get_object_or_404(given, pk=key)
        name = paper_name(one.number, words_of(one).heading)
        return _made(request, request.path, lambda: docx_response(name, _word(request, one)))
    name = f"{NAME_OF[kind]} – {contest.title}"
    make = {
        "pdf": lambda: _pdf(request, given, f"{name}.pdf"),
        "docx": lambda: _words(request, given, kind, f"{name}.zip"),
    }
    if request.GET.get("as") not in make:
        raise Http404
    return _made(request, request.path, make[request.GET["as"]])


def _made(request, back, make):
    """Answer with the file, or go ``back`` and say why it could not be made."""
    try:
        return make()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(back)


def _keep(request, contest):
    """Take the authority's own template of diplomas or letters, or go back to the usual look; None when it was refused."""
    kind = PaperKind.LETTER if request.POST.get("whose") == PaperKind.LETTER else PaperKind.DIPLOMA
    whose = {"kind": kind}
    if request.POST["template"] == "remove":
        return tried(request, "Шаблон убран.", request.path, remove_paper_template, contest.municipality, **whose)  # fmt: skip
    file = request.FILES.get("file")
    try:
        set_paper_template(contest.municipality, tags=TAGS_OF[kind], file=file, by=request.user, **whose)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return None
    return done(request, "Шаблон принят: файлы Word теперь пишутся по нему.", request.path)


def _to_decide(contest):
    rows = contest.entries.filter(team=None, state=EntryState.ADMITTED)
    return rows.select_related("person", "organization", "nomination").order_by("nomination", "code", "pk")


def _papers(contest, kind):
    if kind == PaperKind.LETTER:
        return Letter.objects.filter(contest=contest).order_by("year", "ordinal", "pk")
    return Diploma.objects.filter(entry__contest=contest).order_by("year", "ordinal", "pk")


THANKS = {"jury": thank_jury, "schools": thank_schools}


def _done_with(request, contest):
    do = request.POST.get("do", "")
    if do == "publish":
        told = lambda number: f"Итоги объявлены: {counted(number, 'заявка', 'заявки', 'заявок')}."  # noqa: E731 -- a sentence, not a function
        return tried(request, told, request.path, _publish, contest, is_sure="sure" in request.POST)
    if do == "move":
        told = lambda moved: f"На следующий этап вышли: {len(moved)}."  # noqa: E731 -- a sentence, not a function
        return tried(request, told, request.path, move_on, contest, entries=winners(contest))
    if do == "diplomas":
        told = lambda number: f"Выдано: {counted(number, 'диплом', 'диплома', 'дипломов')}."  # noqa: E731 -- a sentence, not a function
        return tried(request, told, request.path, issue_diplomas, contest)
    if do in THANKS:
        told = lambda number: f"Выдано: {counted(number, 'письмо', 'письма', 'писем')}."  # noqa: E731 -- a sentence, not a function
        return tried(request, told, request.path, THANKS[do], contest)
    if do == "revoke":
        key = request.POST.get("paper", "")
        row = get_object_or_404(_papers(contest, request.POST.get("of")), pk=int(key) if key.isdigit() else 0)
        reason = request.POST.get("reason", "")
        return tried(request, f"{row}: отозвано.", request.path, revoke_paper, row, reason=reason)
    raise Http404


def _propose(request, contest):
    propose_results(contest, decisions=_decisions(request), by=request.user)
    return "Решение сохранено. Увидят его, когда вы объявите итоги."


def _correct(request, contest):
    """Put one result right; say what the order of results still says. Raises: as ``correct_result``."""
    key, sent = request.POST.get("entry", ""), request.POST.get
    row = get_object_or_404(_to_decide(contest), pk=int(key) if key.isdigit() else 0)
    place = _place(sent("place", ""))
    correct_result(row, result=sent("result", ""), place=place, reason=sent("reason", ""), by=request.user)
    return f"Итог исправлен: участник об этом узнает.{_order_says(contest.results_order)}"


def _order_says(order):
    if order is None or order.state == DocumentState.CANCELLED:
        return ""
    if order.is_unsigned:
        return " Черновик приказа об итогах называет прежний итог: составьте его заново."
    return f" Приказ об итогах подписан с прежним итогом ({order}): внесите в него изменения новым приказом."


WRITTEN = {"propose": _propose, "correct": _correct}  # what was typed comes back after a refusal


def _as_typed(request, entries):
    """Show the decision as it was sent, not as it is kept."""
    sent = _decisions(request)
    for each in entries:
        each.pending_result, each.pending_place = sent.get(each.pk, ("", None))


def _decisions(request):
    """Return {key of an entry: (result, place)} as the page sent them; words that are no results mean none."""
    known = dict(terms.choices("contest_result"))
    found = {}
    for name, value in request.POST.items():
        if name.startswith("result-") and name[7:].isdigit():
            place = _place(request.POST.get(f"place-{name[7:]}", ""))
            found[int(name[7:])] = (value if value in known else "", place)
    return found


def _place(text):
    return int(text) if text.isdigit() and 0 < int(text) < 1000 else None


def _publish(contest, *, is_sure, by):
    """Announce what was looked at once more: it cannot be hidden again. Raises: NotYet, and as ``publish_results``."""
    if not is_sure:
        raise NotYet("Отметьте, что решение проверено: объявленные итоги увидят все и сразу.")
    return publish_results(contest, by=by)


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
    code = code.lower()
    paper = Diploma.objects.filter(code=code).first() or Letter.objects.filter(code=code).first()
    if paper is None:
        return _missed(request, who)
    words = words_of(paper)
    if request.GET.get("as") == "pdf" and paper.name and not paper.revoked_on:
        return kept_private(_pdf(request, [paper], f"{words.heading} {paper.number.replace('/', '-')}.pdf"))
    return _answer(request, {"paper": paper, "words": words}, 200)


def _missed(request, who):
    try:
        begin_attempt(MISSES, who, now=timezone.now())
    except TooManyAttempts:
        return _answer(request, {"is_shut_out": True}, 429)
    return _answer(request, {}, 404)


def _answer(request, context, status):
    return kept_private(render(request, "contests/diploma_verify.html", context, status=status))


def _pdf(request, papers, name):
    return pdf_response(name, as_pdf(list(papers), address=lambda each: _address(request, each)))


def _word(request, paper):
    kind = PaperKind.LETTER if isinstance(paper, Letter) else PaperKind.DIPLOMA
    own = own_template(paper.municipality_id, kind)
    make = partial(run_limited, as_word) if own else as_word
    return make(paper, address=_address(request, paper), template=own)


def _words(request, papers, kind, name):
    rows = list(papers)
    own = own_template(rows[0].municipality_id, kind) if rows else None
    addresses = [_address(request, each) for each in rows]
    return zip_response(name, run_limited(as_words, rows, addresses=addresses, template=own, seconds=120))


def _address(request, paper):
    """Return where it is verified; what is on paper must outlive the name by which this server is called today."""
    return (settings.SITE or site_of(request)) + paper.get_absolute_url()
