"""Who may see and change events, put people down for them and take attendance."""

import rules
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from masterstvo.core.models import Term
from masterstvo.events.choices import ORGANIZER, CertificateState, EventState, RegistrationState
from masterstvo.events.models import (
    Certificate,
    Event,
    EventMaterial,
    EventPhoto,
    Participation,
    Registration,
)
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    SCHOOL,
    add_view,
    editable_organizations,
    edits_own,
    grants_today,
    municipalities_where,
    organizations_where,
    reads,
    visible_municipalities,
    within,
)
from masterstvo.people.models import Employment, Person
from masterstvo.people.queries import working
from masterstvo.people.rules import editable_people, here, visible_people


def visible_events(user):
    """Return the events of the municipalities whose pages ``user`` opens; one of a school is seen there once it is opened to them."""
    here = Event.objects.shared().filter(municipality__in=visible_municipalities(user))
    return here | Event.objects.filter(organization__in=organizations_where(user, READERS, SCHOOL))


def editable_events(user):
    """Return the events ``user`` keeps: an authority all of its municipality, a school its own."""
    return Event.objects.filter(
        Q(municipality__in=municipalities_where(user, EDITORS))
        | Q(organization__in=editable_organizations(user))
    )


def keeps_for_authority(user, event):
    """Tell whether ``user`` keeps ``event`` for the municipality itself, and not only for the school that holds it. Queries: one."""
    return municipalities_where(user, EDITORS).filter(pk=event.municipality_id).exists()


def place_of_new_event(request):
    """Return whose event a new one is: (municipality, None), or (municipality, the own school). Raises: PermissionDenied."""
    here = municipality_key(request.municipality)
    if municipalities_where(request.user, EDITORS).filter(pk=here).exists():
        return request.municipality, None
    own = Organization.objects.filter(pk__in=own_schools(request.user), municipality=here)
    if school := own.order_by("pk").first():
        return request.municipality, school
    raise PermissionDenied


def events_to_prove(user, document):
    """Return the events that ``document`` may be laid to."""
    return editable_events(user).filter(municipality=document.municipality_id)


def visible_materials(user):
    """Return the files of the events that ``user`` sees, has been put down for, or has been to."""
    own = Registration.objects.filter(person__user=user.pk).exclude(state=RegistrationState.CANCELLED)
    there = Participation.objects.filter(person__user=user.pk, was_present=True)
    return EventMaterial.objects.filter(
        Q(event__in=visible_events(user))
        | Q(event__in=own.values("event"))
        | Q(event__in=there.values("event"))
    )


def visible_photos(user):
    """Return the photographs of the events whose pages ``user`` opens."""
    return EventPhoto.objects.filter(event__in=visible_events(user))


# --- Attendance -----------------------------------------------------------------------------------------------------
def organized_events(user):
    """Return the events at which ``user`` is entered as an organizer: a teacher who holds a seminar takes its attendance."""
    own = {"person__user": user.pk, "role": ORGANIZER}
    seated = Registration.objects.filter(**own, state=RegistrationState.REGISTERED)
    return Event.objects.filter(
        Q(pk__in=seated.values("event")) | Q(pk__in=Participation.objects.filter(**own).values("event"))
    )


def attended_events(user):
    """Return the events at which ``user`` may say who was there."""
    return editable_events(user) | organized_events(user)


def seen_events(user):
    """Return the events whose attendance page ``user`` knows of."""
    return visible_events(user) | organized_events(user)


# --- Seats ----------------------------------------------------------------------------------------------------------
def homes(user):
    """Return the municipalities where ``user`` works today, or whose card they have."""
    jobs = Employment.objects.on(timezone.localdate()).filter(person__user=user.pk)
    cards = Person.objects.filter(user=user.pk)  # a join would multiply all people by all jobs
    return Municipality.objects.filter(
        Q(pk__in=cards.values("municipality")) | Q(pk__in=jobs.values("organization__municipality"))
    )


def offered_events(user):
    """Return the events for which ``user`` may register with the own card: open ones, for the people of one's jobs."""
    jobs = Employment.objects.on(timezone.localdate()).filter(person__user=user.pk)
    categories = Term.objects.filter(vocabulary="staff_category", key__in=jobs.values("category"))
    mine = Event.objects.filter(organization__in=jobs.values("organization"))
    return (Event.objects.shared() | mine).filter(
        _addressed(Event.categories.through, categories.values("pk")),
        _addressed(Event.subjects.through, jobs.values("subjects")),
        state=EventState.OPEN,
        held_on__gte=timezone.localdate(),
        municipality__in=homes(user).values("pk"),
    )


def _addressed(links, words):
    """Return the condition that an event is for those whom one of ``words`` names, or for everybody."""
    own = links.objects.filter(event=OuterRef("pk"))
    return ~Exists(own) | Exists(own.filter(term__in=words))


def own_registrations(user):
    return Registration.objects.filter(person__user=user.pk)


def known_events(user):
    """Return the events whose day and place ``user`` sees: on their page, or among those one may come to and is awaited at."""
    own = own_registrations(user).exclude(state=RegistrationState.CANCELLED)
    return Event.objects.filter(
        Q(pk__in=visible_events(user).values("pk"))
        | Q(pk__in=offered_events(user).values("pk"))
        | Q(pk__in=own.values("event"))
    )


def visible_registrations(user):
    return Registration.objects.filter(person__in=visible_people(user))


def editable_registrations(user):
    """Return the registrations ``user`` may take back: of their people, or at the events that they keep."""
    return Registration.objects.filter(
        Q(person__in=editable_people(user)) | Q(event__in=editable_events(user))
    )


def people_registered_here(request):
    """Return the people of the current municipality, at work today, whom the user may put down for an event."""
    people = here(editable_people(request.user), request, "pk")
    return people.filter(pk__in=working(timezone.localdate(), organization__municipality=municipality_key(request.municipality)).values("pk"))  # fmt: skip


def own_schools(user):
    """Return the keys of the organizations that ``user`` heads or is the curator of."""
    return [grant.organization_id for grant in grants_today(user) if grant.role in SCHOOL and grant.organization_id]  # fmt: skip


# --- Participation --------------------------------------------------------------------------------------------------
def visible_participations(user):
    return Participation.objects.filter(person__in=visible_people(user))


def editable_participations(user):
    """Return the participations ``user`` may change: those of their people, at anybody's event."""
    return Participation.objects.filter(person__in=editable_people(user))


# --- Certificates ---------------------------------------------------------------------------------------------------
def visible_certificates(user):
    """Return the certificates in force whose file ``user`` takes: one's own, one's people's, and those of the events that one keeps."""
    in_force = Certificate.objects.filter(state=CertificateState.ISSUED).exclude(name="")
    return in_force.filter(
        Q(participation__person__user=user.pk)
        | Q(participation__event__in=editable_events(user))
        | Q(participation__person__in=editable_people(user))
    )


add_view("events.view_event", visible_events, reads)
rules.add_perm("events.take_to_calendar", within(known_events, rules.is_authenticated) | rules.is_superuser)
rules.add_perm("events.change_event", within(editable_events, edits_own) | rules.is_superuser)
rules.add_perm("events.view_material", within(visible_materials, rules.is_authenticated) | rules.is_superuser)
add_view("events.view_eventphoto", visible_photos, reads)
rules.add_perm("events.take_attendance", within(attended_events, edits_own) | rules.is_superuser)
rules.add_perm("events.register_oneself", rules.is_authenticated)
rules.add_perm("events.create_participation", edits_own | rules.is_superuser)
add_view("events.view_participation", visible_participations, reads)
rules.add_perm("events.change_participation", within(editable_participations, edits_own) | rules.is_superuser)
rules.add_perm("events.list_certificates", edits_own | rules.is_superuser)
rules.add_perm(
    "events.view_certificate", within(visible_certificates, rules.is_authenticated) | rules.is_superuser
)
rules.add_perm("events.verify_certificate", rules.always_true)
