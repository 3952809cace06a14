"""Marking, phone first: what a juror is given, one work with its sheets, its files."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from masterstvo.assessments.content.flow import asked, unanswered
from masterstvo.assessments.queries.form import form_of, keys_of
from masterstvo.contests.actions.marking import abstain, keep_marks
from masterstvo.contests.choices import AssignmentState, PhaseKind
from masterstvo.contests.models import Assignment, MarkSheet
from masterstvo.contests.queries.jury import label_of, shown_to_jury, window_of
from masterstvo.contests.rules import own_assignments
from masterstvo.core.errors import DomainError
from masterstvo.core.proofs import sent
from masterstvo.core.views import done, render_page, requires, tried
from masterstvo.people.models import Person

MINE, APPEALED = "contests:my_jury", "appealed"


@requires("contests.view_my_jury")
def my_jury(request):
    """The works that wait for me, and those that are done, by contests."""
    rows = (
        own_assignments(request.user)
        .select_related("entry__contest", "entry__nomination")
        .prefetch_related("sheets", "entry__contest__phases")
        .order_by("entry__contest", "phase", "entry__code", "pk")
    )
    groups: dict[tuple[int, str], dict] = {}
    for each in rows:
        contest = each.entry.contest
        group = groups.setdefault(
            (contest.pk, APPEALED if each.appeal_id else each.phase),
            {
                "contest": contest,
                "phase": "заново по апелляции" if each.appeal_id else each.get_phase_display(),
                "is_appeal": bool(each.appeal_id),
                "days": _days(contest, PhaseKind.APPEAL if each.appeal_id else each.phase),
                "works": [],
            },
        )
        group["works"].append(_work(each))
    for group in groups.values():
        group["n_done"] = sum(each["state"] == "done" for each in group["works"])
    me = Person.objects.filter(user=request.user.pk).values_list("pk", flat=True).first()
    return render(request, "contests/my_jury.html", {"groups": list(groups.values()), "me": me})


def _days(contest, phase):
    return next((each for each in contest.phases.all() if each.kind == phase), None)


def _work(each):
    sheets = list(each.sheets.all())
    is_done = bool(sheets) and all(sheet.finished_at for sheet in sheets)
    begun = any(sheet.answers for sheet in sheets)
    return {
        "assignment": each,
        "label": label_of(each.entry),
        "title": each.entry.title_for_jury if each.entry.contest.is_blind else each.entry.title,
        "state": "done" if is_done else "going_on" if begun else "not_started",
    }


@requires("contests.judge_entry", among=own_assignments)
def mark_edit(request, assignment):
    """One work: each change of its sheets is kept at once; without JavaScript by the button."""
    if "abstain" in request.POST:
        reason = request.POST.get("reason", "")
        return tried(
            request, "Вы отказались от этой работы: организатор назначит другого эксперта.",
            lambda: MINE if _has_abstained(assignment) else assignment, abstain, assignment, reason=reason,
        )  # fmt: skip
    sheets = list(assignment.sheets.select_related("version__instrument", "criteria").order_by("pk"))
    refusal, wrong, failed = "", "", None
    if request.method == "POST":
        failed = next((each for each in sheets if str(each.pk) == request.POST.get("sheet")), None)
        if failed is None:
            raise Http404
        try:
            keep_marks(failed, sent=_sent(request, failed), by=request.user, now=timezone.localtime())
        except DomainError as error:
            refusal, wrong = str(error), getattr(error, "key", "")
        else:
            if not request.htmx:
                return done(request, "Оценка сохранена.", assignment)
    context = {
        "assignment": assignment,
        "entry": assignment.entry,
        "contest": assignment.entry.contest,
        "window": window_of(assignment, timezone.localdate()),
        "sheet": failed,
        "refusal": refusal,
        "progress": _progress(failed) if failed is not None and not refusal else None,
    }
    if not request.htmx:
        context |= {
            "shown": shown_to_jury(assignment.entry),
            "forms": [_form(each, request, each is failed and bool(refusal), wrong) for each in sheets],
            "next": _next(request, assignment),
        }
    return render_page(
        request,
        "contests/mark_edit.html",
        context,
        piece="contests/_mark_state.html",
        status=422 if refusal else 200,
    )


def _sent(request, sheet):
    return {key: request.POST.getlist(key) for key in keys_of(sheet.version.parts, sheet)}


def _form(sheet, request, is_refused, wrong):
    content = sheet.version.parts
    given = _sent(request, sheet) if is_refused else None
    return {
        "sheet": sheet,
        "parts": form_of(content, sheet, sent=given, wrong=wrong if is_refused else ""),
        "progress": _progress(sheet),
    }


def _progress(sheet):
    """Return how far a sheet has come, for the line that follows each answer."""
    content = sheet.version.parts
    questions = asked(content, sheet.answers, sheet.form)
    left = unanswered(questions, sheet.answers)
    return {"n_left": len(left), "percent": sheet.percent, "is_done": sheet.finished_at is not None}


def _next(request, assignment):
    """Return the next of my works that is not done, or None."""
    unfinished = MarkSheet.objects.filter(finished_at=None).values("assignment")
    rows = own_assignments(request.user).filter(entry__contest=assignment.entry.contest_id, pk__in=unfinished)
    return rows.exclude(pk=assignment.pk).order_by("entry__code", "pk").first()


def _has_abstained(assignment):
    return Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.ABSTAINED).exists()


@requires("contests.judge_entry", among=own_assignments)
def mark_file(request, assignment, copy):
    """A file of the work: in a blind contest the copy without names."""
    files = {each.pk: each for each in shown_to_jury(assignment.entry).files}
    if copy not in files or not files[copy].file:
        raise Http404
    return sent(files[copy].file)
