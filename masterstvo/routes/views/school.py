"""The page on which routes are built for a whole school at once."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.forms import bind
from masterstvo.core.numbers import counted
from masterstvo.core.views import requires, show_form, tried
from masterstvo.diagnostics.rules import profiled_people
from masterstvo.organizations.queries import municipality_key
from masterstvo.people.load import TooMuchAtOnce
from masterstvo.people.queries import working
from masterstvo.people.rules import here
from masterstvo.routes.actions.many import Outcome, draft_many, let_go_many, take_on_many
from masterstvo.routes.forms.route import SchoolForm, WishForm
from masterstvo.routes.queries.building import measured_people, propose_many, waiting_deficits
from masterstvo.routes.queries.offer import offers_on
from masterstvo.routes.queries.route import idle_drafts
from masterstvo.routes.rules import buildable_people
from masterstvo.routes.views.building import HALF_A_YEAR, shown_step

MOST_AT_ONCE = 60  # people: their routes are solved in some two seconds
MOST_ADVISED = 10  # advice tries many changes, which takes a tenth of a second a person


@requires("routes.lead_routes")
def school_build(request):
    """Who of a school waits for a route, what the builder would give to all of them, and what of that is kept.

    Only the form remembers a proposal: the builder answers the same to the same, and marks tell whether it did.
    """
    group = _group(request)
    if "take_on" in request.POST:
        return _accompany(request, group)
    if "let_go" in request.POST:
        return _release(request, group)
    waiting = waiting_deficits(group.opened, group.competence)
    now = dict(list(waiting.items())[:MOST_AT_ONCE])
    today = timezone.localdate()
    form = bind(WishForm, request, initial={"starts_on": today, "ends_on": today + HALF_A_YEAR})
    proposal, outcome = None, Outcome()
    if form.is_bound and form.is_valid() and now:
        proposal = _proposed(request, now, form)
        if "keep" in request.POST:
            outcome = _keep(request, form, proposal)
            if outcome.done and not form.errors:
                return redirect(f"{reverse('routes:route_queue')}?waits=send&all=1")
            if outcome.done:
                kept = {route.person_id for route in outcome.done}
                proposal = _proposed(request, {each: now[each] for each in now if each.pk not in kept}, form)
    return show_form(
        request,
        "routes/school_build.html",
        form,
        chosen=group.form,
        closed=group.closed,
        idle=idle_drafts(request.user, group.opened).select_related("person"),
        waiting=waiting if proposal is None else (),
        n_waiting=len(waiting),
        n_later=len(waiting) - len(now),
        is_built=proposal is not None,
        rows=_rows(request, proposal, outcome) if proposal else (),
        n_served=sum(bool(each.steps) for each in proposal.solution.routes) if proposal else 0,
        seats=proposal.seats() if proposal else (),
        missing=proposal.missing() if proposal else (),
    )


@dataclass(frozen=True)
class _Group:
    """Whom the page speaks of. ``opened``: people whose results the reader may see; ``closed``: those measured whose results are closed."""

    form: Any
    opened: Any
    closed: Any
    competence: Any


def _group(request):
    people = here(buildable_people(request.user), request, "pk")
    profiled = profiled_people(request.user).values("pk")
    opened = people.filter(pk__in=profiled)
    form = SchoolForm(request=request, people=opened)
    known = form.cleaned_data if form.is_valid() else {}
    organization = known.get("organization")
    if organization:
        staff = working(timezone.localdate(), organization=organization).values("pk")
        people, opened = people.filter(pk__in=staff), opened.filter(pk__in=staff)
    closed = measured_people(people.exclude(pk__in=profiled)) if organization else people.none()
    return _Group(form, opened, closed, known.get("competence"))


def _accompany(request, group):
    chosen = group.closed.filter(pk__in=_keys(request, "person"))
    return tried(
        request,
        lambda taken: f"На сопровождении ещё {_people(taken)}: результаты вам открыты.",
        request.get_full_path(),
        take_on_many,
        chosen,
    )


def _release(request, group):
    drafts = idle_drafts(request.user, group.opened).filter(pk__in=_keys(request, "route"))
    return tried(
        request,
        lambda ended: f"Сопровождение закончено: {_people(ended)}. Результаты снова закрыты.",
        request.get_full_path(),
        let_go_many,
        drafts,
    )


def _proposed(request, waiting, form):
    wish = form.wish()
    offers = offers_on(municipality_key(request.municipality), wish.starts_on, wish.ends_on)
    return propose_many(waiting, offers, wish)


def _keep(request, form, proposal):
    """Keep the ticked proposals; what is refused is said on the form and beside the names."""
    marks = dict(each.split(":", 1) for each in request.POST.getlist("person") if ":" in each)
    chosen = {person: marks[str(person.pk)] for person in proposal.waiting if str(person.pk) in marks}
    if not chosen:
        form.add_error(None, "Отметьте хотя бы одного педагога.")
        return Outcome()
    outcome = draft_many(
        chosen,
        proposal,
        wish=form.wish(),
        by=request.user,
        goal=form.cleaned_data["goal"],
        reason=form.cleaned_data["reason"],
    )
    if outcome.done:
        kept = counted(len(outcome.done), "черновик", "черновика", "черновиков")
        messages.success(request, f"Оставили {kept}. Отправьте их педагогам в очереди согласования.")
    if any(isinstance(each, TooMuchAtOnce) for each in outcome.refused.values()):
        form.add_error(
            "reason",
            "У некоторых неделя выйдет полнее порога. Напишите одну причину на всех или снимите отметки.",
        )
    if outcome.refused:
        form.add_error(None, "Оставили не всё: почему, сказано у каждого имени.")
    return outcome


def _rows(request, proposal, outcome):
    """Return what the page shows of each person, those who get nothing last."""
    seen, ticked = _keys(request, "seen"), {each.split(":")[0] for each in request.POST.getlist("person")}
    missing = {each.competence for each in proposal.missing()}
    helped = [person for person in proposal.waiting if _may_be_helped(proposal, person, missing)]
    advised = {str(each.pk) for each in helped[:MOST_ADVISED]} | {request.POST.get("look")}
    rows = [
        {
            "person": person,
            "steps": [
                shown_step(each, proposal.offers, proposal.titles) for each in proposal.route(person).steps
            ],
            "hours": proposal.route(person).hours,
            "mark": proposal.mark(person),
            "is_ticked": person.pk not in seen or str(person.pk) in ticked,
            "uncovered": proposal.uncovered(person),
            "may_be_helped": person in helped,
            "advice": [each for each in proposal.advice(person) if each.competence not in missing]
            if person in helped and str(person.pk) in advised
            else (),
            "refusal": outcome.refused.get(person.pk),
        }
        for person in proposal.waiting
    ]
    return sorted(rows, key=lambda row: not row["steps"])


def _may_be_helped(proposal, person, missing):
    return any(str(each.competence_id) not in missing for each in proposal.uncovered(person))


def _people(rows):
    return counted(len(rows), "педагог", "педагога", "педагогов")


def _keys(request, name):
    return {int(each) for each in request.POST.getlist(name) if each.isdigit()}
