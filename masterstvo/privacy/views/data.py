"""What is held about a person, and who read it."""

import json

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from masterstvo.core.listing import list_page
from masterstvo.core.views import requires
from masterstvo.people.actions import note_export, note_reading
from masterstvo.people.models import Person
from masterstvo.privacy.queries import data_of
from masterstvo.privacy.rules import people_answered_for, watched_exports, watched_readings
from masterstvo.privacy.tables import EXPORTS, READINGS

FIRST_ROWS = 10
SUBJECT_ASKS = "запрос о персональных данных"


@requires("privacy.view_my_data")
def my_data(request):
    """Everything about the one who asks, as a page to print or, with ``as=json``, a file."""
    person = get_object_or_404(Person, user=request.user)  # the support desk may everything, but has no card
    sections = data_of(person, at_most=_at_most(request))
    if request.GET.get("as") == "json":
        return _as_json(person, sections)
    return render(request, "privacy/my_data.html", _context(request, person, sections))


@requires("privacy.view_person_data", among=people_answered_for)
def person_data(request, person):
    """The same about another person, for whoever must answer that person's request on paper."""
    note_reading(person, by=request.user, purpose=SUBJECT_ASKS)
    sections = data_of(person, for_others=True, at_most=_at_most(request))
    if request.GET.get("as") == "json":
        note_export([person.pk], by=request.user, what="Все сведения о человеке", purpose=SUBJECT_ASKS)
        return _as_json(person, sections)
    may_erase = not person.erased_on and request.user.has_perm("privacy.erase_person", person)
    return render(
        request, "privacy/person_data.html", _context(request, person, sections) | {"may_erase": may_erase}
    )


@requires("privacy.view_cardreading")
def reading_list(request):
    rows = watched_readings(request.user).select_related("person", "by")
    return list_page(request, "privacy/reading_list.html", READINGS, rows)


@requires("privacy.view_export")
def export_list(request):
    return list_page(
        request, "privacy/export_list.html", EXPORTS, watched_exports(request.user).select_related("by")
    )


def _at_most(request):
    """Return how many rows of a table are shown: all of them only on paper and in a file."""
    return None if request.GET.get("as") in ("paper", "json") else FIRST_ROWS


def _context(request, person, sections):
    return {
        "person": person,
        "is_whole": _at_most(request) is None or not any(each.n_left for each in sections),
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
