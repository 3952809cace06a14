"""Contests: the lists, one contest as its people and its organizers see it, its terms."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from masterstvo.assessments.queries.circle import Circle
from masterstvo.assessments.rules import visible_instruments
from masterstvo.contests.actions.contest import (
    add_criteria,
    cancel_contest,
    create_contest,
    edit_contest,
    open_contest,
    recommend_contest,
    remove_contest,
    remove_criteria,
    set_terms,
    unrecommend_contest,
)
from masterstvo.contests.actions.entry import admit_entries, reject_entries, return_entries
from masterstvo.contests.actions.paper import draft_paper
from masterstvo.contests.choices import ContestState, Entrant, EntryState, PhaseKind
from masterstvo.contests.forms.contest import ContestForm, CriteriaForm, PaperForm, TermsForm
from masterstvo.contests.forms.fact import RecommendedForm
from masterstvo.contests.models import Contest, Criteria, RecommendedContest
from masterstvo.contests.queries.appeals import unsettled
from masterstvo.contests.queries.criteria import told_criteria
from masterstvo.contests.queries.entries import applications, doubtful_copies, sent_by
from masterstvo.contests.queries.phases import phases_on
from masterstvo.contests.queries.readiness import checklist
from masterstvo.contests.rules import (
    blinded_contests,
    checked_entries,
    followed_entries,
    open_contests,
    own_letters,
    own_parts,
    places_of,
    reported_entries,
    visible_contests,
)
from masterstvo.contests.tables import APPLICATIONS, APPLICATIONS_SHEET, look_of
from masterstvo.core import terms
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import as_sheet, lines, shown_panels
from masterstvo.core.numbers import counted
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.documents.panels import attached_panel
from masterstvo.documents.rules import visible_documents
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import editable_municipality, visible_municipalities
from masterstvo.people.actions import note_export

LIST = "contests:contest_list"
CHECKS = {  # what a button does with the ticked applications, and what is said then
    "admit": (admit_entries, "Допущено: {}."),
    "return": (return_entries, "Возвращено на исправление: {}."),
    "reject": (reject_entries, "Отклонено: {}."),
}
PROTOCOLS = {"protocol": "Протокол жюри", "appeals_protocol": "Протокол апелляций"}
PAPERS = {"regulations": "Положение", "order": "Приказ о проведении", "results_order": "Приказ об итогах"}


@requires("contests.list_contests")
def contest_list(request):
    """The contests of ours, and those of others that are recommended this year."""
    key = municipality_key(request.municipality)
    form = RecommendedForm(
        request.POST if request.method == "POST" and "remove" not in request.POST else None
    )
    recommended = RecommendedContest.objects.filter(municipality=key).select_related("contest")
    if request.method == "POST":
        here = editable_municipality(request)
        if "remove" in request.POST:
            row = get_object_or_404(recommended, pk=_number(request.POST["remove"]))
            return tried(request, "Конкурс убран из списка.", LIST, unrecommend_contest, row)
        if submit(form, recommend_contest, municipality=here, by=request.user):
            return done(request, "Конкурс добавлен в список.", LIST)
    rows = visible_contests(request.user).prefetch_related("phases").select_related("municipality")
    may_change = request.user.has_perm("contests.change_contest")
    is_one_place = may_change or visible_municipalities(request.user).count() < 2
    rows = (
        rows.filter(municipality=key) if is_one_place else rows
    )  # a region reads of all its districts at once
    today = timezone.localdate()
    context = {
        "contests": [
            (each, look_of(each.state), _now(each, today)) for each in rows.order_by("-year", "title", "pk")
        ],
        "recommended": recommended.filter(apply_by__gte=today.replace(month=1, day=1)).order_by(
            "apply_by", "pk"
        ),
        "today": today,
        "words": terms.titles_of("level"),
        "may_change": may_change,
        "is_one_place": is_one_place,
        "own_title": "Проводим сами"
        if may_change
        else "Проводит район"
        if is_one_place
        else "Проводят районы",
    }
    return show_form(request, "contests/contest_list.html", form, **context)


def _now(contest, today):
    """Return which phase lasts, in words with its last day."""
    lasting = sorted(phases_on(contest, today).values(), key=lambda each: each.starts_on)
    return [(each.get_kind_display(), each.last_day) for each in lasting]


def _number(text):
    return int(text) if text.isdigit() else 0


# --- One contest ----------------------------------------------------------------------------------------------------
@requires("contests.view_contest", among=visible_contests)
def contest_detail(request, contest):
    """What the contest is; to its organizers also what it lacks, and what was sent."""
    may_change = request.user.has_perm("contests.change_contest", contest)
    paper = PaperForm(*((request.POST, request.FILES) if "own_file" in request.POST else ()))
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if answer := _done_with(request, contest, paper):
            return answer
    if may_change and request.GET.get("as") == "xlsx":
        return _applications_sheet(request, contest)
    today = timezone.localdate()
    lasting = phases_on(contest, today)
    context = {
        "contest": contest,
        "look": look_of(contest.state),
        "words": terms.titles_of("level", "staff_category", "contest_result"),
        "phases": [
            (each, each.kind in lasting, each.ends_on <= today)
            for each in contest.phases.order_by("starts_on", "pk")
        ],
        "nominations": contest.nominations.order_by("pk"),
        "criteria": told_criteria(contest),
        "circle": _circle(contest),
        **_papers(request, contest),
        "paper_form": paper,
        "may_change": may_change,
        "may_apply": open_contests(request.user).filter(pk=contest.pk).exists(),
        "own": followed_entries(request.user)
        .filter(contest=contest)
        .select_related("person", "organization")
        .order_by("pk"),
        "is_judge": blinded_contests(request.user).filter(pk=contest.pk).exists(),
        **(_organized(request, contest) if may_change else {}),
    }
    return render(request, "contests/contest_detail.html", context, status=422 if paper.errors else 200)


def _papers(request, contest):
    """Return the papers of the contest that the reader may open: those with a place of their own, and whatever else was laid to it."""
    keys = {name: getattr(contest, f"{name}_id") for name in (*PAPERS, *PROTOCOLS)}
    known = visible_documents(request.user).filter(pk__in=[key for key in keys.values() if key])
    seen = {each.pk: each for each in known}
    laid = attached_panel(request.user, contest, besides=keys.values())
    return {
        "papers": [(name, title, seen.get(keys[name])) for name, title in PAPERS.items()],
        "protocols": [(title, seen[keys[name]]) for name, title in PROTOCOLS.items() if keys[name] in seen],
        "panels": shown_panels(laid and replace(laid, title="Другие документы")),
    }


def _applications_sheet(request, contest):
    """Answer with all applications in Excel; whom it names is written down."""
    rows = list(applications(contest).prefetch_related("members__person"))
    named = {each.person_id for row in rows for each in (row, *row.members.all()) if each.person_id}
    what = f"Заявки, {contest}"
    note_export(named, by=request.user, what=what, purpose="заявки конкурса")
    return as_sheet("Заявки", APPLICATIONS_SHEET, rows, terms.titles_of("contest_result"), name=what)


def _circle(contest):
    circle = Circle.read(contest.circle)
    titles = terms.titles_of("staff_category")["staff_category"]
    told = [titles.get(each, each) for each in circle.categories]
    told += [f"должность: {circle.position}"] if circle.position else []
    told += ["молодые специалисты"] if circle.only_young else []
    told += ["по предметам, названным в условиях"] if circle.subjects else []
    return ", ".join(told)


def _organized(request, contest):
    rows = list(applications(contest))
    counts = {each.label: sum(row.state == each for row in rows) for each in EntryState}
    words, n_doubtful = terms.titles_of("contest_result"), doubtful_copies(contest).count()
    return {
        "checks": checklist(contest) if contest.state == ContestState.DRAFT else [],
        "table": lines("Заявки", APPLICATIONS, rows, words),
        "counts": [(label, n) for label, n in counts.items() if n],
        "n_sent": counts[EntryState.SENT.label],
        "n_doubtful": n_doubtful,
        "doubtful_told": f"Проверьте перед оценкой: {counted(n_doubtful, 'копия', 'копии', 'копий')}",
        "n_appeals": unsettled(contest),
        "has_appeals": contest.phases.filter(kind=PhaseKind.APPEAL).exists(),
        "n_drafts": contest.entries.filter(team=None, state=EntryState.DRAFT).count(),
        "history": history(contest),
    }


def _done_with(request, contest, paper):
    """Do what a button of the organizer asks for; None when the file of ``paper`` was refused, which the page says."""
    do = request.POST.get("do", "")
    if do == "open":
        return tried(request, "Конкурс открыт.", contest, open_contest, contest)
    if do == "cancel":
        reason = request.POST.get("reason", "")
        return tried(request, "Конкурс отменён.", contest, cancel_contest, contest, reason=reason)
    if do in PAPERS:
        text = f"{PAPERS[do]}: черновик в документах, номер получит при подписании."
        if do == "regulations" and "own_file" in request.POST:
            return (
                done(request, text, contest)
                if submit(paper, draft_paper, contest, paper=do, by=request.user)
                else None
            )
        return tried(request, text, contest, draft_paper, contest, paper=do)
    if do not in CHECKS:
        raise Http404
    action, text = CHECKS[do]
    ticked = [_number(each) for each in request.POST.getlist("entry")]
    rows = list(
        checked_entries(request.user).filter(contest=contest, pk__in=ticked).select_related("contest")
    )
    note = {} if do == "admit" else {"note": request.POST.get("note", "")}
    told = lambda number: text.format(counted(number, "заявка", "заявки", "заявок"))  # noqa: E731 -- a sentence, not a function
    return tried(request, told, contest, action, rows, **note)


# --- Its terms ------------------------------------------------------------------------------------------------------
@requires("contests.change_contest")
def contest_create(request):
    here = editable_municipality(request)
    form = bind(
        ContestForm,
        request,
        instance=Contest(municipality=here, year=timezone.localdate().year, state=ContestState.DRAFT),
        among={"moves_to": _following(request)},
    )
    if contest := submit(form, create_contest, municipality=here, by=request.user):
        return done(
            request,
            "Конкурс внесён. Теперь – этапы, номинации и критерии.",
            "contests:contest_terms",
            contest.pk,
        )
    return show_form(request, "contests/contest_create.html", form)


def _following(request, contest=None):
    """Return the contests to which winners may move on: of others, and those of ours that are seen here."""
    own = visible_contests(request.user).exclude(pk=contest.pk if contest else 0)
    return Contest.objects.filter(municipality=None) | Contest.objects.filter(pk__in=own.values("pk"))


@requires("contests.change_contest", among=visible_contests)
def contest_edit(request, contest):
    if "remove" in request.POST and submit(
        ReasonForm(request.POST), remove_contest, contest, by=request.user
    ):
        return done(request, "Конкурс удалён.", LIST)
    form = ContestForm(
        request.POST if request.method == "POST" and "remove" not in request.POST else None,
        instance=contest,
        among={"moves_to": _following(request, contest)},
    )
    if submit(form, edit_contest, contest, by=request.user):
        return done(request, "Условия сохранены.", contest)
    return show_form(request, "contests/contest_edit.html", form, object=contest)


@requires("contests.change_contest", among=visible_contests)
def contest_terms(request, contest):
    """The days of the phases and the nominations in one form, criteria in another."""
    if "remove" in request.POST:
        row = get_object_or_404(contest.criteria, pk=_number(request.POST["remove"]))
        return tried(request, "Критерии убраны.", request.path, remove_criteria, row)
    is_criteria = "criteria" in request.POST
    form = TermsForm(request.POST if request.method == "POST" and not is_criteria else None, contest=contest)
    criteria = CriteriaForm(
        request.POST if is_criteria else None, contest=contest, instruments=visible_instruments(request.user)
    )
    if is_criteria and submit(criteria, add_criteria, contest, by=request.user):
        return done(request, "Критерии добавлены.", request.path)
    if submit(form, set_terms, contest, by=request.user):
        return done(request, "Этапы и номинации сохранены.", contest)
    context = {
        "contest": contest,
        "criteria_form": criteria,
        "criteria": Criteria.objects.filter(contest=contest).select_related(
            "version__instrument", "nomination"
        ),
    }
    is_wrong = form.errors or criteria.errors
    return render(
        request, "contests/contest_terms.html", {"form": form, **context}, status=422 if is_wrong else 200
    )


# --- For everybody --------------------------------------------------------------------------------------------------
@require_safe
@requires("contests.view_own")
def contest_own(request):
    """What a teacher may enter, what they have entered, what is recommended to them."""
    today = timezone.localdate()
    entered = own_parts(request.user).select_related("contest", "nomination", "team")
    rows = entered.prefetch_related("diplomas", "contest__phases").order_by("-pk")
    gone = (EntryState.WITHDRAWN, EntryState.REJECTED)
    taken = {each.contest_id for each in rows if each.team_id is None and each.state not in gone}
    offered = open_contests(request.user).exclude(entrant=Entrant.ORGANIZATION).exclude(pk__in=taken)
    near = RecommendedContest.objects.filter(places_of(request.user), apply_by__gte=today)
    context = {
        "rows": [
            (
                each,
                look_of(each.state),
                [d for d in each.diplomas.all() if not d.revoked_on],
                sent_by(each, today),
            )
            for each in rows
        ],
        "offered": [
            (each, phases_on(each, today)[PhaseKind.APPLICATIONS].last_day)
            for each in offered.prefetch_related("phases").order_by("title", "pk")
        ],
        "letters": own_letters(request.user).order_by("-issued_on", "-pk"),
        "reported": reported_entries(request.user).select_related("contest").order_by("-reported_on", "-pk"),
        "recommended": near.select_related("contest").order_by("apply_by", "pk"),
        "words": terms.titles_of("level", "contest_result"),
    }
    return render(request, "contests/contest_own.html", context)
