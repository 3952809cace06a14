"""The bank, one practice of it, and what the collection of a year is made of."""

from pathlib import PurePath

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.errors import DomainError
from masterstvo.core.history import history
from masterstvo.core.listing import list_page
from masterstvo.core.proofs import sent
from masterstvo.core.views import requires
from masterstvo.core.word import docx_response
from masterstvo.people.actions import note_export
from masterstvo.practices import panels
from masterstvo.practices.choices import VersionState
from masterstvo.practices.models import Authorship, Practice
from masterstvo.practices.printing import as_pdf
from masterstvo.practices.queries.bank import found, lines_of, of_year, with_words
from masterstvo.practices.queries.effect import chain_of
from masterstvo.practices.rules import own_card, visible_files, visible_practices
from masterstvo.practices.tables import BANK, bank_here
from masterstvo.practices.word import as_word

PDF = "application/pdf"


@requires("practices.view_practice")
def practice_list(request):
    """The bank with its facets; with ``as=docx`` or ``as=pdf`` the collection of the year in the address."""
    rows = bank_here(request)
    if (form := request.GET.get("as", "")) in ("docx", "pdf"):
        return _collection(request, rows, form)
    asked = request.GET.get("q", "").strip()
    return list_page(
        request,
        "practices/practice_list.html",
        BANK,
        with_words(rows),
        asked=asked,
        how=found(rows, asked) if asked else None,
        year=request.GET.get("year") or timezone.localdate().year,
    )


def _collection(request, rows, form):
    year = request.GET.get("year", "")
    number = int(year) if year.isdecimal() and len(year) == 4 else timezone.localdate().year
    practices = list(of_year(with_words(rows), number))
    if not practices:
        messages.info(request, f"В {number} году в банк ничего не приняли: собирать пока нечего.")
        return redirect("practices:practice_list")
    title = f"Сборник практик {number} года"
    people = Authorship.objects.consenting().filter(practice__in=[each.pk for each in practices])
    note_export(
        people.values_list("person", flat=True), by=request.user, what=title, purpose="сборник практик"
    )
    words = terms.titles_of("practice_level", "practice_licence")
    place = str(request.municipality or practices[0].municipality)
    if form == "docx":
        return docx_response(f"{title}.docx", as_word(practices, words, title=title, place=place))
    try:
        content = as_pdf(practices, words, title=title, place=place)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("practices:practice_list")
    answer = HttpResponse(content, content_type=PDF)
    answer["Content-Disposition"] = f'attachment; filename="practices-{number}.pdf"'
    return answer


@requires("practices.view_practice", among=visible_practices)
def practice_detail(request, practice):
    """The words of the version in the bank; authors and organizers may look at the others by ``?version=``."""
    user, today = request.user, timezone.localdate()
    practice = with_words(Practice.objects.filter(pk=practice.pk)).get()
    may_write = user.has_perm("practices.change_practice", practice)
    may_run = user.has_perm("practices.run_practice", practice)
    versions = list(practice.versions.order_by("-number")) if may_write else []
    version = _version(request, practice, versions)
    practice.shown = version  # ``lines_of`` tells what the page shows
    card = own_card(user)
    key = card.pk if card else None  # the support desk has none
    may_answer = user.has_perm("practices.answer_practice", practice)
    files = visible_files(user).filter(version=version)
    repeats = list(practice.repeats.select_related("person", "organization"))
    context = {
        "practice": practice,
        "version": version,
        "versions": versions,
        "is_in_bank": Practice.objects.in_bank(today).filter(pk=practice.pk).exists(),
        "today": today,
        "words": terms.titles_of("practice_level", "practice_licence"),
        "lines": lines_of(practice),
        "subjects": [each.title for each in version.subjects.all()],
        "topics": [each.title for each in version.topics.all()],
        "competences": _competences(practice, version),
        "files": [(each, PurePath(each.file.name).suffix.lstrip(".").upper()) for each in files],
        "repeats": repeats,
        "chain": chain_of(practice, repeats),
        "authors": practice.authors.select_related("person").order_by("position", "pk") if may_write else [],
        "own": practice.authors.filter(person=card).first() if card else None,
        "may_write": may_write,
        "may_run": may_run,
        "may_answer": may_answer,
        "is_marked": may_answer and practice.marks.filter(person=card).exists(),
        "my_repeat": next((each for each in repeats if each.person_id == key), None) if may_answer else None,
        "panels": panels.detail.panels(user, practice),
        "history": history(practice) if may_run else [],
    }
    return render(request, "practices/practice_detail.html", context)


def _version(request, practice, versions):
    """Return the version asked for, of those the reader may see; else the shown one, else the latest that was sent or is one's own."""
    asked = request.GET.get("version", "")
    chosen = [each for each in versions if asked.isdecimal() and each.number == int(asked)]
    if chosen:
        return chosen[0]
    if practice.shown or not versions:
        return practice.shown or practice.versions.exclude(state=VersionState.DRAFT).order_by("-number")[0]
    return versions[0]


def _competences(practice, version):
    if not version.competences:
        return []
    known = panels.competences(practice.municipality_id, timezone.localdate())
    return [known[key] for key in version.competences if key in known]


@requires("practices.view_practicefile", among=visible_files)
def practice_file(request, file):
    return sent(file.file)
