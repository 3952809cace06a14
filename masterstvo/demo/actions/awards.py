"""Awards of the fictional district: three kinds, who has some, and three nominations on their way."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from masterstvo.awards.actions import add_award, give_award, move_nomination, nominate, set_papers
from masterstvo.demo.actions.scans import scanned
from masterstvo.documents.actions.document import create_document
from masterstvo.people.models import Employment

KINDS = (  # title, level, years, after, most, of an organization
    ("Благодарственное письмо управления образования", "municipal", 3, None, 20, 3),
    ("Почётная грамота муниципалитета", "municipal", 5, 2, 10, 2),
    ("Почётная грамота министерства образования области", "regional", 10, 3, 4, 1),
)
PAPERS = (
    "Представление организации\nВыписка из протокола педсовета\nСправка о стаже\nСогласие на обработку данных"
)
CRITERIA = "За результаты учеников, помощь коллегам и участие в жизни района."
MERITS = "Её ученики рассуждают вслух, а молодые коллеги просятся к ней на уроки."


def make_awards(municipality, *, today, by, rng):
    """Write what a commission of one year would have before it."""
    kinds = [
        add_award(
            municipality=municipality, title=title, level=level, years=years, after=after, most=most,
            most_of_organization=of_organization, papers=PAPERS, criteria=CRITERIA, starts_on=dt.date(today.year - 3, 1, 1), by=by,
        )
        for title, level, years, after, most, of_organization in KINDS
    ]  # fmt: skip
    jobs = Employment.objects.on(today).filter(
        category="teaching",
        organization__municipality=municipality,
        person__teaching_since__lt=dt.date(today.year - 12, 1, 1),
    )
    chosen = rng.sample(list(jobs.select_related("person", "organization").order_by("pk")), 23)
    for place, job in enumerate(chosen[:20]):
        award = kinds[place % 2]
        day = dt.date(today.year - 1 - place % 6, 9, 25)
        give_award(
            person=job.person, award=award, title=award.title, level=award.level, given_on=day, basis=f"приказ № {40 + place}", by=by
        )  # fmt: skip
    for steps, job in zip((0, 1, 2), chosen[20:], strict=True):
        nomination = nominate(
            award=kinds[steps], person=job.person, organization=job.organization, merits=MERITS, year=today.year, by=by
        )  # fmt: skip
        papers = PAPERS.splitlines()[: None if steps else 2]
        set_papers(nomination, merits=MERITS, papers=papers, by=by)
        if steps:
            create_document(
                municipality=municipality, organization=job.organization, kind="other", number=f"{110 + steps}",
                dated_on=today - dt.timedelta(days=12), title="Представление к награждению", attach_to=[nomination],
                file=SimpleUploadedFile("представление.png", scanned(lines=14)), by=by,
            )  # fmt: skip
        for state in ("sent", "supported")[:steps]:
            words = "единогласно" if state == "supported" else ""
            move_nomination(nomination, state=state, words=words, by=by, today=today)
