"""Who may see and change routes: whoever may see and change the person."""

import rules
from django.db.models import Q
from django.utils import timezone

from masterstvo.accounts.models import User
from masterstvo.diagnostics.rules import METHODISTS, open_deficits, profiled_people
from masterstvo.events.rules import editable_events
from masterstvo.mentoring.panels import Deficit
from masterstvo.organizations.models import Grant
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    add_view,
    edits,
    edits_own,
    has_role,
    municipalities_where,
    reads,
    within,
)
from masterstvo.people.models import Person
from masterstvo.people.rules import editable_people, people_of, visible_people
from masterstvo.routes.choices import RouteState
from masterstvo.routes.models import Offer, Route, RouteStep, RouteTemplate
from masterstvo.training.rules import editable_programmes


def visible_routes(user):
    return Route.objects.filter(person__in=visible_people(user))


def editable_routes(user):
    return Route.objects.filter(person__in=editable_people(user))


def methodists_here(request):
    """Return the methodists of the current municipality: one of them may be the methodist of a route."""
    grants = Grant.objects.on(timezone.localdate()).filter(
        role__in=METHODISTS, municipality=municipality_key(request.municipality)
    )
    return User.objects.filter(is_active=True, pk__in=grants.values("user"))


def people_on_routes_of(user):
    """Return the people whose route, not yet over, names ``user`` as its methodist.

    Being named is not enough: a school that could name its own head would open the results to the employer.
    """
    going_on = Route.objects.exclude(state__in=[RouteState.COMPLETED, RouteState.STOPPED]).filter(
        Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()), accompanied_by=user.pk
    )
    return people_of(user, METHODISTS, frozenset()).filter(pk__in=going_on.values("person"))


def opened_routes(user):
    """Return the routes whose steps ``user`` may read: one's own, of those one accompanies, and of who opened the results.

    Steps tell which competences are weak; the employer sees only how many are done (ADR 0016).
    """
    return Route.objects.filter(person__in=profiled_people(user))


def guided_routes(user):
    """Return the routes that ``user`` leads as a methodist: of people whose results are open to them."""
    people = people_of(user, METHODISTS, frozenset()).filter(pk__in=profiled_people(user).values("pk"))
    return Route.objects.filter(person__in=people)


def buildable_people(user):
    """Return the people for whom ``user`` may build a route, after having taken them on when their results are not open yet."""
    return people_of(user, METHODISTS, frozenset()).exclude(user=user.pk)


def agreeable_routes(user):
    """Return the routes that wait for the agreement of ``user``: the teacher's own, or the accompanying methodist's."""
    waiting = Route.objects.filter(state=RouteState.AGREEMENT)
    return waiting.filter(Q(person__user=user.pk) | Q(accompanied_by=user.pk))


def walked_steps(user):
    """Return the steps that ``user`` may note as done: one's own, and of the routes one leads."""
    return RouteStep.objects.filter(Q(route__person__user=user.pk) | Q(route__in=guided_routes(user)))


def guided_steps(user):
    return RouteStep.objects.filter(route__in=guided_routes(user))


def opened_steps(user):
    return RouteStep.objects.filter(route__in=opened_routes(user))


def visible_offers(user):
    return Offer.objects.filter(municipality__in=municipalities_where(user, READERS))


def editable_offers(user):
    return Offer.objects.filter(municipality__in=municipalities_where(user, EDITORS))


def visible_templates(user):
    """Return the shipped templates and those of the user's municipalities."""
    own = municipalities_where(user, READERS)
    return RouteTemplate.objects.filter(Q(municipality=None) | Q(municipality__in=own))


def editable_templates(user):
    """Return the templates the user may change: shipped ones only in a copy."""
    return RouteTemplate.objects.filter(municipality__in=municipalities_where(user, EDITORS))


def observers_of(route):
    """Return who may have watched a lesson of ``route`` and has a card: the mentors of the teacher, the methodist of the route.

    Of the teacher's own municipality only: a record about the step belongs to it. Others are written in words.
    """
    person = route.person
    watching = Q(mentorships_as_mentor__mentee=person) | Q(user=route.accompanied_by_id or 0)
    return Person.objects.filter(watching, municipality=person.municipality_id).distinct()


guides = has_role(METHODISTS)


# --- What mentoring is told -----------------------------------------------------------------------------------------
def known_deficits(user, people):
    """Yield the open deficits of ``people`` of which ``user`` may know. Queries: one, and those of the scope."""
    rows = open_deficits(user).filter(person__in=people.values("pk"), closed_on=None)
    named = ("person", "competence__key", "competence__title", "opened_on")
    for row in rows.order_by("person", "competence__position", "competence__title", "pk").values_list(*named):
        yield Deficit(*row)


def deficits_closed(user, person, first, last):
    """Return the titles of the deficits that measurements closed from ``first`` to ``last``, where ``user`` may know of them."""
    rows = open_deficits(user).filter(person=person, closed_on__range=(first, last))
    return rows.order_by("closed_on", "pk").values_list("competence__title", flat=True)


add_view("routes.view_route", visible_routes, reads)
rules.add_perm("routes.open_route", within(opened_routes, rules.is_authenticated))
rules.add_perm("routes.guide_route", within(guided_routes, guides) | rules.is_superuser)
rules.add_perm("routes.build_route", within(buildable_people, guides) | rules.is_superuser)
rules.add_perm("routes.lead_routes", guides | rules.is_superuser)
rules.add_perm("routes.agree_route", within(agreeable_routes, rules.is_authenticated))
rules.add_perm("routes.walk_step", within(walked_steps, rules.is_authenticated) | rules.is_superuser)
rules.add_perm("routes.guide_step", within(guided_steps, guides) | rules.is_superuser)
rules.add_perm("routes.open_step", within(opened_steps, rules.is_authenticated))
rules.add_perm("routes.view_my_route", rules.is_authenticated)
add_view("routes.view_offer", visible_offers, has_role(READERS))
rules.add_perm("routes.change_offer", within(editable_offers, edits) | rules.is_superuser)
rules.add_perm("routes.change_programme_gains", within(editable_programmes, edits) | rules.is_superuser)
# The builder offers an event to the whole municipality by what it gives: a school does not say that of its own.
rules.add_perm("routes.change_event_gains", within(editable_events, edits) & edits | rules.is_superuser)
rules.add_perm("routes.change_route", within(editable_routes, edits_own) | rules.is_superuser)
add_view("routes.view_routetemplate", visible_templates, has_role(READERS))
rules.add_perm("routes.change_routetemplate", within(editable_templates, edits) | rules.is_superuser)
rules.add_perm("routes.copy_routetemplate", (edits & within(visible_templates, edits)) | rules.is_superuser)
rules.add_perm("routes.use_routetemplate", (guides & within(visible_templates, guides)) | rules.is_superuser)
