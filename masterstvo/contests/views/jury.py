"""The jury as its organizer sees it: members, who has marked what, places and what would change them."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.contests.actions.assigning import assign_entries, call_thirds
from masterstvo.contests.actions.finalist import decide_finalists
from masterstvo.contests.actions.jury import add_member, edit_member, replace_member, set_jury_rules
from masterstvo.contests.actions.marking import decide_places, settle_marks, take_back_places
from masterstvo.contests.actions.protocol import draft_protocol
from masterstvo.contests.choices import ContestState, JuryRole, PhaseKind
from masterstvo.contests.forms.jury import (
    JuryMemberCorrectionForm,
    JuryMemberForm,
    JuryRulesForm,
    ReplaceForm,
)
from masterstvo.contests.models import JuryMember, JuryRules
from masterstvo.contests.queries import told
from masterstvo.contests.queries.board import board_of, rules_of
from masterstvo.contests.queries.finalists import final_of
from masterstvo.contests.queries.jury import has_marks, is_decided, jury_conflicts
from masterstvo.contests.rules import editable_contests, editable_members
from masterstvo.contests.tables import MARKED_SHEET, NAMED_PLACES_SHEET, PLACES_SHEET
from masterstvo.contests.word.protocol import protocol
from masterstvo.core.choices import Choice
from masterstvo.core.forms import bind, submit
from masterstvo.core.listing import as_sheet
from masterstvo.core.numbers import counted
from masterstvo.core.views import done, render_page, requires, show_form, tried
from masterstvo.core.word import docx_response
from masterstvo.experts.models import ExpertAppointment
from masterstvo.people.actions import note_export
from masterstvo.people.rules import here, visible_people

JURY, RANKING = "contests:jury_detail", "contests:jury_ranking"


def _phase(request, contest):
    """Return the phase that the page speaks of: the marking, or the final where the contest has one."""
    asked = request.GET.get("phase") or request.POST.get("phase")
    has_final = contest.criteria.filter(phase=PhaseKind.FINAL).exists()
    phase = PhaseKind.FINAL if asked == PhaseKind.FINAL and has_final else PhaseKind.MARKING
    choices = [
        Choice(each.label.capitalize(), f"?phase={each.value}", is_current=each == phase)
        for each in (PhaseKind.MARKING, PhaseKind.FINAL)
    ]
    return phase, choices if has_final else []


def _final(contest, board):
    return final_of(contest, board if board.phase == PhaseKind.MARKING else None)


@requires("contests.run_jury", among=editable_contests)
def jury_detail(request, contest):
    """Members, rules, what waits for a decision, and live: who has marked what."""
    phase, choices = _phase(request, contest)
    board = board_of(contest, phase)
    lines = told.lines(board)
    if request.GET.get("as") == "xlsx":
        return _marked_sheet(request, board, lines)
    context = {"contest": contest, "phase": phase, "lines": lines, "is_live": not is_decided(contest)}
    if not request.htmx:
        working = [each for each in board.members if each.judges]
        conflicts = jury_conflicts(working, board.entries, day=timezone.localdate())
        context |= {
            "phases": choices,
            "seats": told.seats(board, conflicts),
            "rules_told": told.rules_told(board),
            "pending": told.pending(board),
            "n_lacking": sum(
                max(0, board.rules.jurors_per_entry - len([c for c in each.cells if c[2] != "not_held"]))
                for each in lines
            ),
            "n_torn": sum(each.calls_third for each in lines),
            "is_in_parts": told.is_in_parts(board),
            "has_criteria": bool(board.criteria),
            "final": _final(contest, board),
        }
    return render_page(request, "contests/jury_detail.html", context, piece="contests/_jury_lines.html")


@requires("contests.run_jury", among=editable_contests)
def jury_ranking(request, contest):
    """Places, how each came about, and what another way to count would change."""
    phase, choices = _phase(request, contest)
    board = board_of(contest, phase)
    final = _final(contest, board)
    with_names = not contest.is_blind or contest.state == ContestState.FINISHED
    if request.GET.get("as") == "xlsx":
        return _places_sheet(request, board, with_names)
    context = {
        "contest": contest,
        "phase": phase,
        "phases": choices,
        "final": final,
        "final_line": final and f"По оценке работ выходят первые места: {final.n_places}",
        "standings": told.standings(board),
        "rules_told": told.rules_told(board),
        "is_decided": is_decided(contest),
        "has_marks": has_marks(contest),
        "pending": board.pending,
        "with_names": with_names,
    }
    return render(request, "contests/jury_ranking.html", context)


def _taken(request, board, name, entries=()):
    """Write down whom a file names: the jury, and of ``entries`` whose they are; return what the file is called."""
    people = {each.appointment.person_id for each in board.members}
    people |= {each.person_id for each in entries if each.person_id}
    what = f"{name}, {board.contest}"
    note_export(people, by=request.user, what=what, purpose="работа жюри")
    return what


def _marked_sheet(request, board, lines):
    rows = [(each, who, said) for each in lines for who, said, _ in each.cells]
    name = _taken(request, board, "Кто что оценил")
    return as_sheet("Кто что оценил", MARKED_SHEET, rows, {}, name=name)


def _places_sheet(request, board, with_names):
    rows = [each for one in told.standings(board, with_options=False) for each in one.rows]
    columns = NAMED_PLACES_SHEET if with_names else PLACES_SHEET
    what = _taken(request, board, "Места", [each.entry for each in rows] if with_names else ())
    return as_sheet("Места", columns, rows, {}, name=what)


@requires("contests.run_jury", among=editable_contests)
def jury_protocol(request, contest):
    """The protocol in Word with every mark; it names the jury, so whoever takes it away is written down."""
    phase, _ = _phase(request, contest)
    board = board_of(contest, phase)
    people = [each.appointment.person_id for each in board.members]
    what = f"Протокол жюри, {contest}"
    note_export(people, by=request.user, what=what, purpose="протокол")
    return docx_response(f"{what}.docx", protocol(board, day=timezone.localdate()))


# --- Buttons ------------------------------------------------------------------------------------------------------------
@requires("contests.run_jury", among=editable_contests)
@require_POST
def jury_step(request, contest, step):
    """What one button does: assign, third, settle, decide, undo, finalists, protocol."""
    phase, _ = _phase(request, contest)
    today = timezone.localdate()
    back = JURY if step in ("assign", "third", "settle") else RANKING
    to = lambda: _address(back, contest, phase)  # noqa: E731
    if step in ("assign", "third"):
        action = assign_entries if step == "assign" else call_thirds
        return tried(request, _assigned, to, action, contest, phase=phase, today=today)
    if step == "settle":
        chosen = {
            int(key[1:]): value == "yes"
            for key, value in request.POST.items()
            if key[:1] == "a" and key[1:].isdigit() and value in ("yes", "no")
        }
        return tried(request, _settled, to, settle_marks, contest, decisions=chosen)
    if step == "decide":
        reason = request.POST.get("reason", "")
        return tried(
            request, "Итоги подведены. Они станут видны участникам, когда вы их объявите.", to,
            decide_places, contest, phase=phase, reason=reason,
        )  # fmt: skip
    if step == "undo":
        reason = request.POST.get("reason", "")
        return tried(
            request, "Решение отменено: оценки и состав жюри снова можно менять, потом подведите итоги заново.", to,
            take_back_places, contest, reason=reason,
        )  # fmt: skip
    if step == "finalists":
        ticked = [int(each) for each in request.POST.getlist("entry") if each.isdigit()]
        reason = request.POST.get("reason", "")
        return tried(request, _let_in, to, decide_finalists, contest, entries=ticked, reason=reason)
    if step == "protocol":
        return tried(
            request, "Протокол лёг черновиком в документы.", lambda: contest.protocol or to(),
            draft_protocol, contest, phase=phase,
        )  # fmt: skip
    raise Http404


def _address(name, contest, phase):
    return f"{reverse(name, args=[contest.pk])}?phase={phase}"


def _assigned(outcome):
    if not outcome.n_given and not outcome.unserved:
        return "Каждая работа уже у стольких экспертов, сколько нужно: распределять нечего."
    said = f"Роздано экспертам: {counted(outcome.n_given, 'назначение', 'назначения', 'назначений')}."
    if outcome.conflicts:
        n_pairs = counted(len(outcome.conflicts), "пара", "пары", "пар")
        said += f" Обошли конфликты интересов: {n_pairs} «эксперт – работа»."
    if outcome.unserved:
        listed = "; ".join(
            f"{told.label_of(entry)} – {lacking} ({why})" for entry, lacking, why in outcome.unserved[:5]
        )
        said += f" Не хватило экспертов: {listed}."
    return said


def _let_in(final):
    return f"Решено: в финале {counted(len(final.let_in), 'работа', 'работы', 'работ')}. Если кто-то в нём новый, распределите работы финала."


def _settled(number):
    return f"Решено: {counted(number, 'лист', 'листа', 'листов')}." if number else "Ничего не выбрано."


# --- Forms --------------------------------------------------------------------------------------------------------------
@requires("contests.run_jury", among=editable_contests)
def jury_rules(request, contest):
    kept = JuryRules.objects.filter(contest=contest).first()
    form = bind(JuryRulesForm, request, instance=kept or rules_of(contest), contest=contest)
    if submit(form, set_jury_rules, contest, by=request.user):
        return done(request, "Порядок оценки сохранён.", JURY, contest.pk)
    return show_form(request, "contests/jury_rules.html", form, contest=contest)


@requires("contests.run_jury", among=editable_contests)
def jurymember_create(request, contest):
    today = timezone.localdate()
    people = here(visible_people(request.user), request, "pk").filter(erased_on=None)
    experts = ExpertAppointment.objects.on(today).filter(person__in=people.values("pk"), kind="jury")
    form = bind(
        JuryMemberForm,
        request,
        instance=JuryMember(contest=contest),
        among={
            "appointment": experts.select_related("person").order_by("person", "pk"),
            "nominations": contest.nominations.all(),
        },
    )
    if submit(form, add_member, contest=contest, by=request.user):
        return done(request, "Эксперт в жюри.", JURY, contest.pk)
    return show_form(request, "contests/jurymember_create.html", form, contest=contest)


@requires("contests.change_jurymember", among=editable_members)
def jurymember_edit(request, member):
    """Role and loads; below, letting the member leave, with or without a replacement."""
    contest = member.contest
    others = JuryMember.objects.filter(contest=contest, left_on=None).exclude(pk=member.pk)
    is_leaving = "leave" in request.POST
    form = JuryMemberCorrectionForm(
        request.POST if request.method == "POST" and not is_leaving else None,
        instance=member,
        among={"nominations": contest.nominations.all()},
    )
    leaving = ReplaceForm(
        request.POST if is_leaving else None,
        members=others.exclude(role=JuryRole.SECRETARY).select_related("appointment__person"),
    )
    if submit(form, edit_member, member, by=request.user):
        return done(request, "Сохранено.", JURY, contest.pk)
    if submit(leaving, replace_member, member, today=timezone.localdate(), by=request.user):
        told = f"Эксперт вышел из жюри. Его готовые оценки {_marks_of(contest)}; что не взяла замена, раздаст «Распределить работы»."
        return done(request, told, JURY, contest.pk)
    context = {
        "contest": contest,
        "member": member,
        "leaving": leaving,
        "marks_told": f"Неоценённые работы уйдут замене или распределятся заново; готовые оценки {_marks_of(contest)}",
    }
    return show_form(
        request, "contests/jurymember_edit.html", leaving if is_leaving else form, **context, edit=form
    )


def _marks_of(contest):
    """Say what becomes of the finished marks of whoever leaves."""
    return "остаются в решении" if is_decided(contest) else "ждут вашего решения"
