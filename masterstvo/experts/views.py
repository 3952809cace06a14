"""Expert appointments, the order that fixes them, and the page of one expert."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import Panel, list_page, shown_panels
from masterstvo.core.views import done, led, requires, show_form
from masterstvo.experts import panels
from masterstvo.experts.actions import (
    add_appointment,
    declare_recusal,
    draft_order,
    edit_appointment,
    edit_recusal,
    remove_appointment,
)
from masterstvo.experts.forms import AppointmentCorrectionForm, AppointmentForm, RecusalForm
from masterstvo.experts.models import Recusal
from masterstvo.experts.queries import leaning_of, without_ground
from masterstvo.experts.rules import (
    appointed_people,
    editable_appointments,
    visible_appointments,
    visible_recusals,
)
from masterstvo.experts.tables import APPOINTMENTS, LEANING, WORK, appointments_of
from masterstvo.organizations.models import Organization
from masterstvo.organizations.rules import editable_municipality
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people, here, visible_people

LIST = "experts:expertappointment_list"


@requires("experts.view_expertappointment")
def expertappointment_list(request):
    rows = here(visible_appointments(request.user), request, "person").select_related("person", "document")
    rows = rows.prefetch_related("subjects")
    may_order = request.user.has_perm("experts.draft_order")
    return list_page(
        request,
        "experts/expertappointment_list.html",
        APPOINTMENTS,
        with_work(rows, path="person"),
        editable=editable_appointments,
        n_waiting=without_ground(rows, timezone.localdate()).count() if may_order else 0,
    )


@requires("experts.change_expertappointment")
def expertappointment_create(request):
    form = bind(
        AppointmentForm,
        request,
        among={"person": with_work(editable_people(request.user))},
        appointed=appointed_people(request.user),
        initial={"person": request.GET.get("person")},
    )
    if submit(form, add_appointment, by=request.user):
        return done(request, "Назначение внесено.", LIST)
    return show_form(request, "experts/expertappointment_create.html", form)


@requires("experts.change_expertappointment", among=visible_appointments)
def expertappointment_edit(request, appointment):
    form = bind(
        AppointmentCorrectionForm,
        request,
        instance=appointment,
        among={"person": with_work(editable_people(request.user))},
        appointed=appointed_people(request.user),
    )
    if submit(form, edit_appointment, appointment, by=request.user):
        return done(request, "Назначение исправлено.", LIST)
    return show_form(request, "experts/expertappointment_edit.html", form, object=appointment)


@requires("experts.change_expertappointment", among=visible_appointments)
def expertappointment_delete(request, appointment):
    form = bind(ReasonForm, request)
    if submit(form, remove_appointment, appointment, by=request.user):
        return done(request, "Назначение удалено.", LIST)
    return show_form(request, "experts/expertappointment_delete.html", form, object=appointment)


@requires("experts.draft_order")
@require_POST
def order_draft(request):
    return led(
        request,
        "Приказ составлен: проверьте список и подпишите. Номер станет основанием назначений.",
        LIST,
        draft_order,
        municipality=editable_municipality(request),
        today=timezone.localdate(),
    )


# --- One expert -----------------------------------------------------------------------------------------------------
@requires("experts.view_expert", among=visible_people)
def expert_detail(request, person):
    may_see_leaning = request.user.has_perm("experts.view_leaning", person)
    own = [Panel("Назначения", WORK, list(appointments_of(person)), empty="Назначений пока нет.")]
    if may_see_leaning:
        own.append(
            Panel(
                "Как оценивает рядом с остальными",
                LEANING,
                leaning_of(person),
                note="Видит только организатор",
                empty="Эксперт ещё не оценивал вместе с другими.",
            )
        )
    recusals = visible_recusals(request.user).filter(expert=person)
    context = {
        "person": person,
        "panels": shown_panels(*own) + panels.page.panels(request.user, person),
        "may_declare": request.user.has_perm("experts.declare_recusal", person),
        "recusals": recusals.select_related("person", "organization"),
        "n_at_hand": panels.works_at_hand([person.pk])[person.pk],
        "today": timezone.localdate(),
    }
    return render(request, "experts/expert_detail.html", context)


def _recusal_form(request, expert, **kwargs):
    """Return the form: those who appoint choose among the people of their district, an expert names a school."""
    names_people = request.user.has_perm("experts.view_leaning", expert)
    people = visible_people(request.user).filter(erased_on=None).exclude(pk=expert.pk)
    places = Organization.objects.filter(municipality=expert.municipality_id)
    among = {"organization": places.open_on(timezone.localdate())}
    if names_people:
        among["person"] = with_work(here(people, request, "pk"))
    return bind(RecusalForm, request, among=among, names_people=names_people, **kwargs)


@requires("experts.declare_recusal", among=visible_people)
def recusal_create(request, expert):
    first = {"starts_on": timezone.localdate()}
    form = _recusal_form(request, expert, instance=Recusal(expert=expert), initial=first)
    if submit(form, declare_recusal, expert=expert, by=request.user):
        return done(request, "Самоотвод внесён.", "experts:expert_detail", expert.pk)
    return show_form(request, "experts/recusal_create.html", form, expert=expert)


@requires("experts.change_recusal", among=visible_recusals)
def recusal_edit(request, recusal):
    form = _recusal_form(request, recusal.expert, instance=recusal)
    if submit(form, edit_recusal, recusal, by=request.user):
        return done(request, "Самоотвод исправлен.", "experts:expert_detail", recusal.expert_id)
    return show_form(request, "experts/recusal_edit.html", form, expert=recusal.expert)
