"""What is held about a person, who read it, and consents."""

import json

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from masterstvo.core.forms import bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.terms import titles_of
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.rules import editable_organizations, organizations_editable_here
from masterstvo.people.actions import note_export, note_reading
from masterstvo.people.models import Person
from masterstvo.people.queries import working
from masterstvo.people.rules import editable_people, here
from masterstvo.privacy.actions import collect_consents, withdraw_consent
from masterstvo.privacy.forms import CollectForm, WithdrawForm
from masterstvo.privacy.queries import coverage, data_of, in_force, wording
from masterstvo.privacy.rules import people_answered_for, visible_consents, watched_exports, watched_readings
from masterstvo.privacy.tables import CONSENTS, EXPORTS, READINGS

SUBJECT_ASKS = "запрос о персональных данных"


@requires("privacy.view_my_data")
def my_data(request):
    """Everything about the one who asks, as a page to print or, with ``as=json``, a file."""
    person = get_object_or_404(Person, user=request.user)  # the support desk may everything, but has no card
    sections = data_of(person)
    if request.GET.get("as") == "json":
        return _as_json(person, sections)
    return render(request, "privacy/my_data.html", _context(person, sections))


@requires("privacy.view_person_data", among=people_answered_for)
def person_data(request, person):
    """The same about another person, for whoever must answer that person's request on paper."""
    note_reading(person, by=request.user, purpose=SUBJECT_ASKS)
    sections = data_of(person, for_others=True)
    if request.GET.get("as") == "json":
        note_export([person.pk], by=request.user, what="Все сведения о человеке", purpose=SUBJECT_ASKS)
        return _as_json(person, sections)
    return render(request, "privacy/person_data.html", _context(person, sections))


@requires("privacy.view_cardreading")
def reading_list(request):
    rows = watched_readings(request.user).select_related("person", "by")
    return list_page(request, "privacy/reading_list.html", READINGS, rows)


@requires("privacy.view_export")
def export_list(request):
    return list_page(
        request, "privacy/export_list.html", EXPORTS, watched_exports(request.user).select_related("by")
    )


# --- Consents -------------------------------------------------------------------------------------------------------
@requires("privacy.view_consent")
def consent_list(request):
    rows = here(visible_consents(request.user), request, "person").select_related("person", "collected_by")
    covered = coverage(organizations_editable_here(request), day=timezone.localdate())
    return list_page(
        request,
        "privacy/consent_list.html",
        CONSENTS,
        rows,
        coverage=covered,
        lead=(
            f"Есть согласие у {sum(each.n_consented for each in covered)} из {sum(each.n_people for each in covered)}"
        ),
    )


@requires("privacy.collect_consent", among=editable_organizations)
def consent_collect(request, organization):
    """The people of one organization as a list to tick: those who handed in a signed paper."""
    today = timezone.localdate()
    among = editable_people(request.user) & working(today, organization=organization)
    form = bind(CollectForm, request, among=among.exclude(pk__in=in_force(today).values("person")))
    if (collected := submit(form, collect_consents, by=request.user)) is not None:
        return done(request, f"Внесено согласий: {len(collected)}.", "privacy:consent_list")
    return show_form(request, "privacy/consent_collect.html", form, organization=organization)


@requires("privacy.change_consent", among=visible_consents)
def consent_withdraw(request, consent):
    form = bind(WithdrawForm, request, initial={"withdrawn_on": timezone.localdate()})
    if submit(form, withdraw_consent, consent, by=request.user):
        return done(request, "Отзыв согласия записан.", "privacy:consent_list")
    return show_form(request, "privacy/consent_withdraw.html", form, consent=consent)


@requires("privacy.view_consent")
def consent_form(request):
    """The consent to print and sign: blank, or with ``person`` in the address filled in."""
    asked = request.GET.get("person", "")
    person = get_object_or_404(editable_people(request.user), pk=asked) if asked.isdecimal() else None
    words = titles_of("consent_purpose", "personal_data_category")
    context = {
        "person": person,
        "municipality": request.municipality,
        "wording": wording(timezone.localdate()),
        "purposes": words["consent_purpose"].values(),
        "categories": words["personal_data_category"].values(),
    }
    return render(request, "privacy/consent_form.html", context)


def _context(person, sections):
    return {
        "person": person,
        "today": timezone.localdate(),
        "filled": [each for each in sections if each.rows],
        "empty": [each.title for each in sections if not each.rows],
    }


def _as_json(person, sections):
    content = {
        "о ком": str(person),
        "составлено": f"{timezone.localtime():%d.%m.%Y %H:%M}",
        "разделы": [{"раздел": each.title, "записи": each.rows} for each in sections],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="data.json"'  # no name in the name of a file
    return response
