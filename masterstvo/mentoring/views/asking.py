"""Pages of what both sides of a pair are asked: one questionnaire, and all of them for the methodist."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from masterstvo.assessments.queries.campaign import answers_in_words
from masterstvo.assessments.queries.form import form_of, keys_of
from masterstvo.core.errors import DomainError
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires
from masterstvo.mentoring.actions import answer_sheet
from masterstvo.mentoring.queries import said_together
from masterstvo.mentoring.rules import opened_sheets, read_sheets
from masterstvo.mentoring.tables.pair import SHEETS, answered, answered_look, sections
from masterstvo.people.queries import with_work
from masterstvo.people.rules import here


@requires("mentoring.read_pairsheets")
def sheet_list(request):
    """Who was asked and has answered; above it, what they say together."""
    rows = here(read_sheets(request.user), request, "person")
    return list_page(
        request,
        "mentoring/sheet_list.html",
        SHEETS,
        with_work(rows.select_related("person", "mentorship__mentor", "mentorship__mentee"), path="person"),
        sections=sections("mentoring:sheet_list", request.user),
        together=said_together(rows, timezone.localdate()),
    )


@requires("mentoring.open_pairsheet", among=opened_sheets)
def sheet_answer(request, sheet):
    """The questions, for the side that is asked; the answers in words for it and for the methodist, once they are given."""
    content, today = sheet.version.parts, timezone.localdate()
    is_own = sheet.person.user_id == request.user.pk
    if not is_own and sheet.finished_on is None:
        raise Http404  # what somebody has begun to answer is nobody else's to know
    error, wrong, sent = "", "", None
    if request.method == "POST":
        if not is_own:
            raise PermissionDenied
        sent = {key: request.POST.getlist(key) for key in keys_of(content, sheet)}
        is_finished = "finish" in request.POST
        try:
            answer_sheet(sheet, sent=sent, is_finished=is_finished, by=request.user, today=today)
            said = "Спасибо, ответ принят." if is_finished else "Сохранили, можно вернуться позже."
            return done(request, said, sheet)
        except DomainError as refusal:
            error, wrong = str(refusal), getattr(refusal, "key", "")
            sheet.refresh_from_db()
    is_open = is_own and sheet.is_open(today)
    context = {
        "sheet": sheet,
        "pair": sheet.mentorship,
        "look": answered_look(sheet),
        "told": answered(sheet),
        "is_own": is_own,
        "is_open": is_open,
        "parts": form_of(content, sheet, sent=sent, wrong=wrong) if is_open else [],
        "sections": answers_in_words(content, sheet) if sheet.finished_on else [],
        "error": error,
    }
    return render(request, "mentoring/sheet_answer.html", context, status=422 if error else 200)
