"""The analytic note of a municipality, and the summary of a school for its pedagogical council."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from masterstvo.core.views import requires
from masterstvo.core.word import docx_response
from masterstvo.organizations.rules import visible_organizations
from masterstvo.reports.composition.note import note_of, summary_of
from masterstvo.reports.word.note import note_docx, summary_docx


@requires("reports.view_note")
@require_safe
def note_detail(request):
    """The note on the screen, or in Word; it names nobody, so taking it away is not noted."""
    municipality = request.municipality
    note = note_of(municipality, timezone.localdate()) if municipality else None
    if note and request.GET.get("as") == "docx":
        return docx_response(f"Аналитическая справка. {municipality}.docx", note_docx(note))
    return render(request, "reports/note_detail.html", {"note": note})


@requires("reports.view_summary", among=visible_organizations)
@require_safe
def summary_download(request, organization):
    summary = summary_of(organization, timezone.localdate())
    return docx_response(f"Сводка для педсовета. {organization}.docx", summary_docx(summary))
