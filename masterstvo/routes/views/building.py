"""Pages on which a route is built out of deficits."""

import datetime as dt

from django.shortcuts import redirect, render
from django.utils import timezone

from masterstvo.core.errors import DomainError
from masterstvo.core.forms import bind
from masterstvo.core.listing import shown_panels
from masterstvo.core.views import done, requires, show_form
from masterstvo.diagnostics.models import Deficit
from masterstvo.diagnostics.rules import profiled_people
from masterstvo.organizations.queries import municipality_key
from masterstvo.people.panels import load_panel
from masterstvo.routes.actions.route import STEP_KINDS, draft_route, take_on
from masterstvo.routes.forms.route import (
    WishForm,
)
from masterstvo.routes.queries.building import propose
from masterstvo.routes.queries.offer import offers_on
from masterstvo.routes.rules import (
    buildable_people,
)

HALF_A_YEAR = dt.timedelta(days=183)


@requires("routes.build_route", among=buildable_people)
def route_build(request, person):
    """Let the builder choose steps for the open deficits of one person; look, change the hours, keep as a draft."""
    if not profiled_people(request.user).filter(pk=person.pk).exists():
        return redirect("routes:route_take_on", person.pk)
    deficits = list(
        Deficit.objects.filter(person=person, closed_on=None)
        .select_related("competence")
        .order_by("opened_on", "pk")
    )
    today = timezone.localdate()
    form = bind(WishForm, request, initial={"starts_on": today, "ends_on": today + HALF_A_YEAR})
    proposal = None
    if form.is_bound and form.is_valid() and deficits:
        wish = form.wish()
        offers = offers_on(municipality_key(request.municipality), wish.starts_on, wish.ends_on)
        proposal = propose(person, deficits, offers, wish)
        if "keep" in request.POST:
            try:
                route = draft_route(
                    person,
                    proposal,
                    wish=wish,
                    by=request.user,
                    goal=form.cleaned_data["goal"],
                    reason=form.cleaned_data["reason"],
                )
            except DomainError as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                return done(request, "Черновик готов. Посмотрите шаги и отправьте педагогу.", route)
    return show_form(
        request,
        "routes/route_build.html",
        form,
        person=person,
        deficits=deficits,
        proposal=_told(proposal),
        panels=shown_panels(load_panel(request.user, person)),
    )


@requires("routes.build_route", among=buildable_people)
def route_take_on(request, person):
    """Begin to accompany somebody: only that opens the results from which a route is built."""
    if request.method == "POST":
        take_on(person, by=request.user)
        return done(
            request, "Вы сопровождаете этого педагога: результаты открыты.", "routes:route_build", person.pk
        )
    return render(request, "routes/route_take_on.html", {"person": person})


def _told(proposal):
    """Return what the page shows of a proposal."""
    if proposal is None:
        return None
    titles = {str(each.competence_id): each.competence.title for each in proposal.deficits}
    return {
        "rows": [
            {
                **shown_step(reason.step, proposal.offers, titles),
                "text": reason.text,
                "instead": proposal.offers.get(reason.alternative),
            }
            for reason in proposal.reasons
        ],
        "hours": proposal.route.hours,
        "advice": proposal.advice,
        "titles": titles,
    }


def shown_step(step, offers, titles):
    """Return what a page shows of a proposed step. ``titles``: of competences by key."""
    offer = offers.get(step.option)
    about = ", ".join(titles[key] for key in step.competences if key in titles)
    return {
        "step": step,
        "title": offer.title if offer else f"{STEP_KINDS[step.kind].label.capitalize()}: {about}",
        "place": offer.place if offer else "",
        "last_day": step.ends_on - dt.timedelta(days=1),
    }
