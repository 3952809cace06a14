"""Registers of the fictional district, what was signed in them, and what still waits for a signature."""

import datetime as dt
from typing import Any

from masterstvo.documents.actions import (
    add_approval,
    agree_document,
    cancel_document,
    draft_document,
    sign_document,
)
from masterstvo.documents.actions.register import create_register
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person

SIGNER: dict[str, Any] = {"signer": "А. П. Громов", "signer_position": "Начальник управления образования"}
OF_SCHOOL = ["order", "mentoring_pairs", "mentoring_regulation", "incentives"]
PATTERNS = {"school": "{n}-ш", "kindergarten": "{n}-дс", "extracurricular": "{n}-до"}
SIGNED = (  # days ago, kind, title, text, how many people it names, in which part
    (75, "order", "О проведении муниципальной недели педагогического мастерства",
     "В соответствии с планом работы управления образования\n1. Провести муниципальную неделю педагогического мастерства.\n"
     "2. Утвердить состав организаторов по списку.\n3. Руководителям школ обеспечить участие педагогов.", 6, "организатор"),
    (60, "protocol", "Совещание руководителей методических объединений",
     "Слушали: об итогах первого полугодия.\nРешили: провести по два открытых урока в каждой школе до конца четверти.", 5, "руководитель объединения"),
    (41, "order", "О направлении педагогов на курсы повышения квалификации",
     "В целях устранения профессиональных дефицитов\n1. Направить на курсы педагогов по списку.\n2. Сохранить за ними основное место работы.", 8, "слушатель"),
    (20, "order", "О выездном семинаре", "1. Провести выездной семинар в Берёзовской школе.", 0, ""),
    (9, "order", "О составе жюри муниципального конкурса «Учитель года»",
     "1. Утвердить состав жюри по списку.\n2. Председателю жюри подвести итоги в трёхдневный срок.", 5, "член жюри"),
)  # fmt: skip


def make_papers(municipality, *, today, by):
    """Keep two registers of the authority and one of each school; sign, cancel and leave in drafts."""
    orders = create_register(
        municipality=municipality,
        title="Приказы по основной деятельности",
        kinds=["order"],
        pattern="{n}-о",
        by=by,
    )
    protocols = create_register(
        municipality=municipality,
        title="Протоколы совещаний",
        kinds=["protocol"],
        pattern="{n}/{year}",
        by=by,
    )
    for organization in Organization.objects.filter(
        municipality=municipality, kind__in=PATTERNS, employments__category="teaching"
    ).distinct():
        create_register(
            municipality=municipality,
            organization=organization,
            title="Приказы школы" if organization.kind == "school" else "Приказы организации",
            kinds=OF_SCHOOL,
            pattern=PATTERNS[organization.kind],
            by=by,
        )
    people = list(Person.objects.filter(municipality=municipality).order_by("pk")[:40])
    for number, (days, kind, title, body, n_people, note) in enumerate(SIGNED):
        paper = draft_document(
            kind=kind,
            title=title,
            municipality=municipality,
            body=body,
            persons=[(each, note) for each in people[number * 5 : number * 5 + n_people]],
            by=by,
            **SIGNER,
        )
        register = orders if kind == "order" else protocols
        sign_document(paper, register=register, dated_on=today - dt.timedelta(days=days), today=today, by=by)
        if "выездном" in title:
            cancel_document(paper, reason="Семинар перенесён на весну: дорога закрыта", by=by)
    _leave_in_drafts(municipality, people, today, by)


def _leave_in_drafts(municipality, people, today, by):
    agreed = draft_document(
        kind="order",
        title="О муниципальной олимпиаде учителей математики",
        municipality=municipality,
        body="В целях выявления и распространения лучшего опыта\n1. Провести олимпиаду учителей математики.\n"
        "2. Утвердить оргкомитет по списку.",
        persons=[(each, "член оргкомитета") for each in people[30:34]],
        by=by,
        **SIGNER,
    )
    for name, position in (
        ("Лебедева О. С.", "заведующая методическим кабинетом"),
        ("Юрьев Н. А.", "юрист"),
    ):
        add_approval(agreed, name=name, position=position, agreed_on=today - dt.timedelta(days=2), by=by)
    agree_document(agreed, by=by)
    waiting = draft_document(
        kind="order",
        title="О закреплении наставнических пар на второе полугодие",
        municipality=municipality,
        body="1. Закрепить наставнические пары по списку.\n2. Наставникам составить планы работы.",
        persons=[(each, "наставник") for each in people[34:38]],
        by=by,
        **SIGNER,
    )
    add_approval(waiting, name="Лебедева О. С.", position="заведующая методическим кабинетом", by=by)
