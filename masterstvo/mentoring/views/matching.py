"""«Подбор наставников»: both plans side by side, and what of one of them becomes proposals."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from masterstvo.core import terms
from masterstvo.core.errors import DomainError
from masterstvo.core.exports import xlsx_response
from masterstvo.core.forms import bind, submit
from masterstvo.core.numbers import counted
from masterstvo.core.views import requires, show_form
from masterstvo.mentoring.actions import propose_matches, start_matching
from masterstvo.mentoring.choices import MatchingState
from masterstvo.mentoring.forms.matching import MatchingForm
from masterstvo.mentoring.matching import FIT, MOST
from masterstvo.mentoring.models import Matching, MentorProfile
from masterstvo.mentoring.queries import lines_of, open_needs, plans_of
from masterstvo.mentoring.rules import matchable_people, matches_a_region
from masterstvo.people.actions import note_export
from masterstvo.people.rules import here

TITLES = {MOST: "Больше пар", FIT: "Лучшее соответствие"}
SHOWN_AT_ONCE = 60  # pairs, and people without a mentor; the next come up when these are proposed
COLUMNS = (
    ("Кому нужен наставник", 34),
    ("Где работает", 34),
    ("Наставник", 34),
    ("Где работает наставник", 34),
    ("Баллов из 100", 10),
    ("Почему", 60),
    ("Что ослабить", 60),
)


@requires("mentoring.match_mentors")
def matching_build(request):
    """Ask for a matching, look at its two plans, keep pairs of one as proposals. Nothing else is written."""
    people = _people(request)
    matching = Matching.objects.filter(by=request.user).first()
    if matching and matching.state == MatchingState.READY:
        if "propose" in request.POST:
            return _propose(request, matching, people)
        if request.GET.get("export") == "xlsx":
            return _workbook(request, matching, people)
    if (
        request.htmx
        and not request.htmx.boosted
        and not (matching and matching.state == MatchingState.WAITING)
    ):
        return HttpResponseClientRefresh()  # it is over: the whole page is another one
    needs, profiles = _sides(people)
    form = bind(MatchingForm, request, initial=_initial(matching))
    if submit(form, start_matching, needs=needs, profiles=profiles, by=request.user):
        return redirect("mentoring:matching_build")
    return show_form(
        request,
        "mentoring/matching_build.html",
        form,
        n_needs=len(needs),
        n_profiles=len(profiles),
        matching=matching,
        **_shown(request, matching, people),
    )


def _people(request):
    """Return who is matched: of the region for the region, else of the municipality that the page speaks of."""
    people = matchable_people(request.user)
    return people if matches_a_region(request.user) else here(people, request, "pk")


def _sides(people):
    profiles = MentorProfile.objects.filter(person__in=people.values("pk"))
    return (
        list(open_needs(people).values_list("pk", flat=True)),
        list(profiles.order_by("pk").values_list("pk", flat=True)),
    )


def _initial(matching):
    if matching:
        return {"starts_on": matching.starts_on, "ends_on": matching.ends_on, "model": matching.model}
    usual = next((key for key, _ in terms.choices("mentoring_model")), "")
    return {"starts_on": timezone.localdate(), "model": usual}


def _objective(request):
    asked = request.GET.get("plan", MOST)
    return asked if asked in TITLES else MOST


def _shown(request, matching, people):
    if not matching or matching.state != MatchingState.READY:
        return {}
    plans, objective = plans_of(matching), _objective(request)
    lines = lines_of(matching, plans[objective], people, most=SHOWN_AT_ONCE)
    return {
        "plans": [(name, TITLES[name], plans[name]) for name in TITLES],
        "objective": objective,
        "title": TITLES[objective],
        "lines": lines,
        "n_proposed": len(plans[objective].matches) - lines.n_pairs,
    }


def _propose(request, matching, people):
    """Keep the ticked pairs; a refusal keeps none and is told on the page."""
    objective = _objective(request)
    here_again = f"{reverse('mentoring:matching_build')}?plan={objective}"
    ticked = {int(key) for key in request.POST.getlist("need") if key.isdecimal()}
    mine = {each.need.pk for each in lines_of(matching, plans_of(matching)[objective], people).pairs}
    try:
        proposed = propose_matches(matching, objective, ticked & mine, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(here_again)
    told = counted(len(proposed), "паре", "парам", "парам")
    messages.success(request, f"Предложения отправлены {told}. Сначала ответят наставники.")
    return redirect(here_again)


def _workbook(request, matching, people):
    objective = _objective(request)
    lines = lines_of(matching, plans_of(matching)[objective], people)
    rows = [*lines.pairs, *lines.left]
    named = {each.need.person_id for each in rows}
    named |= {each.profile.person_id for each in rows if each.profile}
    title = f"Подбор наставников: {TITLES[objective].lower()}"
    note_export(named, by=request.user, what=title)
    return xlsx_response(f"{title.replace(':', ' –')}.xlsx", "Подбор наставников", COLUMNS, map(_row, rows))


def _row(line):
    mentor = line.profile.person if line.profile else None
    return (
        str(line.need.person),
        _work(line.need.person),
        str(mentor or "не нашли"),
        _work(mentor) if mentor else "",
        line.score or None,
        line.why,
        line.relax,
    )


def _work(person):
    jobs = person.current_employments
    return str(jobs[0].organization) if jobs else ""
