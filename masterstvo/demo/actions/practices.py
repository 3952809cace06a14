"""Practices of the fictional district: a bank of some years, one under review, drafts, and who repeated what."""

import datetime as dt
from io import BytesIO
from pathlib import Path

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from masterstvo.core.models import Term
from masterstvo.experts.actions import add_appointment
from masterstvo.experts.models import ExpertAppointment
from masterstvo.people.models import Employment, Person
from masterstvo.practices.actions.practice import create_practice, edit_draft, give_consent, send_version
from masterstvo.practices.actions.reading import mark_useful, tell_repeat, turn_bank
from masterstvo.practices.actions.review import appoint_reviewers, decide, save_review
from masterstvo.practices.choices import Decision
from masterstvo.practices.queries.review import conflicts, experts_today, latest_version, sheets

FILE = Path(__file__).parent.parent / "practices.yaml"
N_BANKED = 10
RESULTS = (
    "Попробовала в двух классах: в одном получилось сразу, в другом – когда сократила до трёх минут.",
    "Сделали с коллегой вместе. Ученики спорят, но уже по делу.",
    "Сначала не пошло: вопрос был слишком общим. Со второго раза ответили почти все.",
    "Работает. Добавил таблицу, чтобы видеть, кто двинулся.",
)


def make_practices(municipality, *, today, by, first, rng):
    """Write a dozen practices; the last two are under review and a draft of the teacher with the address ``first``."""
    jobs = Employment.objects.on(today).filter(category="teaching", organization__municipality=municipality)
    jobs = list(jobs.select_related("person__user", "organization").order_by("pk"))
    known = next((job for job in jobs if job.person.user and job.person.user.email == first), None)
    written = [job for job in rng.sample(jobs, 14) if job != known]
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for place, words in enumerate(told):
        job = known if known and place >= N_BANKED else written[place]
        practice = _write(municipality, job, words, by)
        if place < N_BANKED:
            _bank(practice, place, today, by, rng)
            _repeat(practice, jobs, today, by, rng)
        elif place == N_BANKED:
            file = _plan_of_lesson(job)
            edit_draft(practice.versions.get(), file=file, file_title="План урока", by=by)
            _ask(practice, today, by)
    turn_bank(municipality, is_open=True, by=by)


def _write(municipality, job, words, by):
    practice = create_practice(
        municipality=municipality,
        organization=job.organization,
        author=job.person,
        kind=words["kind"],
        title=words["title"],
        by=by,
    )
    plain = ("problem", "resources", "effect", "evidence", "conditions", "level")
    edit_draft(
        practice.versions.get(),
        by=by,
        steps="\n".join(words["steps"]),
        audience=_terms("practice_audience", words["audience"]),
        topics=_terms("topic", words["topics"]),
        competences=words.get("competences", []),
        **{name: words[name] for name in plain},
    )
    return practice


def _plan_of_lesson(job):
    """Return a file that names its author and school, as people attach them: reviewers get it without."""
    document = Document()
    document.core_properties.author = str(job.person)
    document.add_heading("План урока", 1)
    for line in (f"{job.person}, {job.organization}", "Вопрос недели", "Работа в парах", "Чему научились"):
        document.add_paragraph(line)
    content = BytesIO()
    document.save(content)
    return SimpleUploadedFile("план урока.docx", content.getvalue())


def _terms(vocabulary, keys):
    return list(Term.objects.of(vocabulary).filter(key__in=keys))


def _bank(practice, place, today, by, rng):
    """Accept a practice on a day of the last two years; the first two are recommended to the region."""
    day = today - dt.timedelta(days=40 + 61 * place)
    author = practice.authors.get()
    give_consent(author, is_public=place % 3 != 2, basis=f"заявление от {day:%d.%m.%Y}", today=day, by=by)
    send_version(practice.versions.get(), by=by, today=day)
    decide(practice, decision=Decision.ACCEPT, words="Спасибо, коллегам пригодится.", by=by, today=day)
    if place < 2:
        words = "протокол экспертного совета № 4"
        decide(practice, decision=Decision.RECOMMEND, words=words, by=by, today=day + dt.timedelta(days=20))


def _repeat(practice, jobs, today, by, rng):
    author = practice.authors.get().person_id
    others = [job for job in rng.sample(jobs, 9) if job.person_id != author]
    for job in others[: rng.randint(2, 9)]:
        mark_useful(practice, person=job.person, by=by)
    for job, result in zip(others, rng.sample(RESULTS, rng.randint(0, 3)), strict=False):
        tell_repeat(
            practice,
            person=job.person,
            organization=job.organization,
            repeated_on=max(practice.banked_on, today - dt.timedelta(days=rng.randint(5, 60))),
            effect=rng.choice(["helped", "helped", "partly"]),
            result=result,
            link=rng.choice(["", "https://example.org/zapis-uroka"]),
            by=by,
        )


def _ask(practice, today, by):
    """Send a practice to review; whoever is an expert with an account gets the sheet, one has answered."""
    give_consent(practice.authors.get(), is_public=True, by=by, today=today)
    version = send_version(practice.versions.get(), by=by, today=today)
    since = dt.date(today.year, 1, 1)
    held = ExpertAppointment.objects.overlapping(since, dt.date.max)
    held = held.filter(kind="community", level="municipal").values("person")
    named = Person.objects.filter(municipality=practice.municipality, user__isnull=False).exclude(user=by)
    for person in named.exclude(pk__in=held):
        add_appointment(person=person, kind="community", level="municipal", starts_on=since, by=by)
    experts = list(experts_today(practice.municipality))
    free = [each for each in experts if each.pk not in conflicts(practice, experts)]
    if not free:
        return
    instrument = latest_version(sheets(practice.municipality).get(key="practice-review"))
    due_on = today + dt.timedelta(days=10)
    reviews = appoint_reviewers(
        version, people=free[:2], instrument=instrument, due_on=due_on, is_blind=True, by=by
    )
    if len(reviews) > 1:
        answers = {
            each.key: ["yes" if each.scale.kind == "yes_no" else "2"] for each in instrument.parts.criteria()
        }
        comment = "Хорошо видно, зачем это. Добавьте, что делать, если класс молчит."
        save_review(reviews[0], sent=answers, verdict="accept", comment=comment, is_finished=True, by=by)
