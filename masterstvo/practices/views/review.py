"""The queue of reviews, whom to ask, what an expert answers, and the decision."""

import datetime as dt

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from masterstvo.assessments.queries.campaign import answers_in_words
from masterstvo.core.errors import DomainError
from masterstvo.core.exports import tell_witnesses, xlsx_response
from masterstvo.core.forms import bind, submit
from masterstvo.core.proofs import sent
from masterstvo.core.views import done, requires, show_form
from masterstvo.experts.redacting import DOUBTS
from masterstvo.organizations.rules import editable_municipality
from masterstvo.practices.actions.blind import check_copy
from masterstvo.practices.actions.reading import turn_bank
from masterstvo.practices.actions.review import appoint_reviewers, decide, recuse, save_review
from masterstvo.practices.choices import VersionState
from masterstvo.practices.forms import AppointForm, BankForm, CopyForm, DecideForm, RecuseForm, ReviewForm
from masterstvo.practices.models import Bank
from masterstvo.practices.queries.bank import lines_of
from masterstvo.practices.queries.blind import as_reviewed, copies_of, doubtful, doubtful_words
from masterstvo.practices.queries.review import (
    conflicts,
    decisions_open,
    experts_today,
    opinion,
    sheets,
    waiting_versions,
)
from masterstvo.practices.rules import (
    opened_copies,
    own_reviews,
    run_practices,
    visible_files,
    visible_practices,
)
from masterstvo.practices.tables import QUEUE, queue_row

SOON = dt.timedelta(days=60)


@requires("practices.run_practice")
def practice_queue(request):
    """What waits for experts or a decision, whose term runs out, and whether everybody may read the bank."""
    here = editable_municipality(request)
    if request.method == "POST":
        form = BankForm(request.POST)
        if submit(form, turn_bank, municipality=here, by=request.user):
            is_open = form.cleaned_data["is_open"]
            text = "Банк открыт всем по ссылке." if is_open else "Открытая страница банка закрыта."
            return done(request, text, "practices:practice_queue")
    today = timezone.localdate()
    practices = run_practices(request.user).filter(municipality=here)
    ending = practices.filter(ends_on__lte=today + SOON, is_hidden=False)
    waiting = [(each, opinion(each.reviews.all())) for each in waiting_versions(practices)]
    if request.GET.get("as") == "xlsx":
        tell_witnesses(waiting_versions(practices), by=request.user, what="Экспертиза практик", filters="")
        return xlsx_response("Экспертиза практик.xlsx", "Очередь", QUEUE, map(queue_row, waiting))
    context = {
        "waiting": waiting,
        "ending": ending.order_by("ends_on", "pk"),
        "drafts": practices.filter(versions__state=VersionState.DRAFT).order_by("-updated_at", "pk")[:20],
        "bank": Bank.objects.filter(municipality=here).first(),
        "here": here,
        "today": today,
    }
    return render(request, "practices/practice_queue.html", context)


@requires("practices.run_practice", among=visible_practices)
def practice_appoint(request, practice):
    """Whom to ask: those without a conflict; the others stand below with the reason."""
    version = practice.versions.order_by("-number").first()
    experts = list(experts_today(practice.municipality))
    barred = conflicts(practice, experts)
    asked = set(version.reviews.values_list("person", flat=True))
    free = [each.pk for each in experts if each.pk not in barred and each.pk not in asked]
    form = bind(
        AppointForm,
        request,
        people=experts_today(practice.municipality).filter(pk__in=free),
        instruments=sheets(practice.municipality),
        initial={"is_blind": version.is_blind},
    )
    if submit(form, appoint_reviewers, version, by=request.user):
        return done(request, "Экспертам отправлено.", "practices:practice_decide", practice.pk)
    return show_form(
        request,
        "practices/practice_appoint.html",
        form,
        practice=practice,
        version=version,
        barred=[(each, barred[each.pk]) for each in experts if each.pk in barred],
        is_waiting=version.state == VersionState.SENT,
        n_free=len(free),
    )


@requires("practices.run_practice", among=visible_practices)
def practice_decide(request, practice):
    """What experts said beside each other, and the decision that the organizer takes."""
    today = timezone.localdate()
    open_now = decisions_open(practice, today)
    form = bind(DecideForm, request, open_now=open_now)
    if submit(form, decide, practice, by=request.user):
        return done(request, "Решение записано, авторы узнают о нём.", practice)
    version = practice.versions.order_by("-number").first()
    reviews = list(version.reviews.select_related("person", "instrument").order_by("pk"))
    return show_form(
        request,
        "practices/practice_decide.html",
        form,
        practice=practice,
        version=version,
        open_now=open_now,
        reviews=[
            (each, answers_in_words(each.instrument.parts, each) if each.finished_on else [])
            for each in reviews
        ],
        opinion=opinion(reviews),
        copies=copies_of(version) if version.is_blind else [],
        doubtful_words=doubtful_words(version),
        today=today,
    )


@requires("practices.check_copy", among=opened_copies)
def copy_check(request, copied):
    """What the program cannot see in a copy: an organizer looks, and lets it go or puts another in its place."""
    form = bind(CopyForm, request)
    practice = copied.source.version.practice
    if submit(form, check_copy, copied, by=request.user):
        return done(
            request, "Записали. Эксперты получают проверенное.", "practices:practice_decide", practice.pk
        )
    told = [DOUBTS[each] for each in copied.doubts]
    return show_form(
        request, "practices/copy_check.html", form, copied=copied, practice=practice, doubts=told
    )


@require_safe
@requires("practices.view_filecopy", among=opened_copies)
def copy_file(request, copied):
    """Send the copy under a name of ours."""
    return sent(copied.file)


@requires("practices.answer_review", among=own_reviews)
def review_answer(request, review):
    """The practice, without names where that was asked, and below it the sheet: all on one page, kept at each press."""
    version, error = as_reviewed(review.version), ""
    recusing = RecuseForm(request.POST if "recuse" in request.POST else None)
    if submit(recusing, recuse, review, by=request.user):
        return done(request, "Самоотвод записан. Спасибо, что сказали.", review)
    content = review.instrument.parts
    told = {each.key: request.POST.getlist(each.key) for each in content.criteria()}
    is_answer = request.method == "POST" and "recuse" not in request.POST
    form = ReviewForm(request.POST if is_answer else None, initial=_said(review))
    if is_answer and form.is_valid():
        try:
            is_finished = "finish" in request.POST
            save_review(review, sent=told, is_finished=is_finished, by=request.user, **form.cleaned_data)
            text = "Экспертиза закончена, спасибо." if is_finished else "Сохранили, можно вернуться позже."
            return done(request, text, review)
        except DomainError as refusal:
            error = str(refusal)
            review.refresh_from_db()
    version.practice.shown = version
    context = {
        "review": review,
        "version": version,
        "practice": version.practice,
        "lines": lines_of(version.practice),
        "subjects": [each.title for each in version.subjects.all()],
        "authors": _authors(version),
        "files": _files(request.user, version),
        "n_waiting": doubtful(version).count() if version.is_blind else 0,
        "sections": _sections(content, told if is_answer else _kept(review)),
        "form": form,
        "recusing": recusing,
        "error": error,
        "is_open": review.is_open and version.state == VersionState.SENT,
        "today": timezone.localdate(),
    }
    status = 422 if error or form.errors or recusing.errors else 200
    return render(request, "practices/review_answer.html", context, status=status)


def _files(user, version):
    """Return [(title, address)] of what the reviewer may take; copies where names are hidden."""
    if version.is_blind:
        rows, page = opened_copies(user).filter(source__version=version), "practices:copy_file"
    else:
        rows, page = visible_files(user).filter(version=version), "practices:practice_file"
    return [(each.title, reverse(page, args=[each.pk])) for each in rows.order_by("pk")]


def _said(review):
    return {"verdict": review.verdict, "comment": review.comment}


def _kept(review):
    return {key: value if isinstance(value, list) else [value] for key, value in review.answers.items()}


def _sections(content, given):
    """Return [(section, [(question, what stands there)])]."""
    return [
        (
            section,
            [
                (each, given.get(each.key, []) if each.scale.choices else (given.get(each.key) or [""])[0])
                for each in section.criteria
            ],
        )
        for section in content.sections
    ]


def _authors(version):
    """Return who made it; nobody where the review is blind."""
    if version.is_blind:
        return []
    return [
        each.person for each in version.practice.authors.select_related("person").order_by("position", "pk")
    ]
