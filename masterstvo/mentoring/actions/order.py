"""«Приказ о закреплении пар»: drafted for a school in one click; its signing is what fixes the pairs."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from masterstvo.core import terms
from masterstvo.core.actions import change
from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.core.words import quoted
from masterstvo.documents.actions.draft import Named, draft_document, drop_draft, redraft_document
from masterstvo.documents.actions.signing import return_document
from masterstvo.documents.choices import DocumentState
from masterstvo.documents.models import Document
from masterstvo.mentoring.actions.telling import tell_people
from masterstvo.mentoring.choices import PairState
from masterstvo.mentoring.models import Mentorship
from masterstvo.mentoring.queries import draft_of, pairs_to_fix
from masterstvo.organizations.models import Organization

KIND = "mentoring_pairs"
TITLE = "О закреплении наставнических пар"


class NothingToFix(DomainError):
    pass


@transaction.atomic
def draft_order(organization: Organization, *, by: Any) -> Document:
    """Draft the order of a school on all its pairs that have no act; a draft that is there already is written anew.

    Raises: NothingToFix, DocumentIsNoDraft.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)  # two clicks must not draft two orders
    draft = draft_of(organization)
    pairs = list(pairs_to_fix(organization, draft))
    if not pairs:
        raise NothingToFix("Пар без приказа нет: утвердите пары или внесите те, что уже работают.")
    body, persons = "\n".join(_paragraphs(pairs)), _persons(pairs)
    if draft:
        redraft_document(draft, title=TITLE, body=body, persons=persons, by=by)
    else:
        draft = draft_document(
            kind=KIND,
            title=TITLE,
            municipality=organization.municipality,
            organization=organization,
            body=body,
            persons=persons,
            by=by,
        )
    for pair in pairs:
        change(pair, {"act": draft}, by=by, action="mentoring.draft_order")
    return draft


@transaction.atomic
def take_off_order(pair: Mentorship, *, because: str, by: Any) -> bool:
    """Take a pair off the order that waits for a signature, and write the order anew; the last pair takes it along. Return whether there was one.

    Raises: StillNeeded.
    """
    order = pair.act
    if order is None or not lock(order).is_unsigned:
        return False
    if order.state == DocumentState.AGREED:
        return_document(order, by=by, reason=because)
    change(pair, {"act": None}, by=by, action="mentoring.leave_order")
    left = Mentorship.objects.filter(act=order)
    pairs = list(pairs_to_fix(order.organization, order).filter(pk__in=left)) if order.organization else []
    if pairs:
        body = "\n".join(_paragraphs(pairs))
        redraft_document(order, title=order.title, body=body, persons=_persons(pairs), by=by)
    else:
        drop_draft(order, by=by, reason=because)
    return True


@transaction.atomic
def follow_document(document: Document, *, by: Any) -> None:
    """Give the pairs of an order its number and day when it is signed, take them back when it is cancelled."""
    for pair in Mentorship.objects.select_for_update().filter(act=document).order_by("pk"):
        if pair.state == PairState.REFUSED:
            continue  # an order signed all the same fixes nothing that does not come about
        if document.state == DocumentState.SIGNED:
            values = {"act_number": document.number, "act_on": document.dated_on}
            if pair.state == PairState.APPROVED:
                values["state"] = PairState.ACTIVE
            change(pair, values, by=by, action="mentoring.fix_mentorship")
            text = f"Пара закреплена приказом № {pair.act_number}: {pair}."
            tell_people(pair, [pair.mentor, pair.mentee], text, about=f"act:{document.pk}")
        elif document.state == DocumentState.CANCELLED:
            values = {"act": None, "act_number": "", "act_on": None}
            change(pair, values, by=by, action="mentoring.unfix_mentorship", reason=document.cancelled_reason)


# --- The words of the order -----------------------------------------------------------------------------------------
def _paragraphs(pairs: Sequence[Mentorship]) -> list[str]:
    words = terms.titles_of("mentoring_model", "mentoring_format", "mentoring_work_form")
    lines = [_line(number, pair, words) for number, pair in enumerate(pairs, start=1)]
    return [
        "В соответствии со статьёй 351.8 Трудового кодекса Российской Федерации и положением о наставничестве",
        "ПРИКАЗЫВАЮ:",
        f"1. Закрепить наставнические пары{' и группы' if any(pair.group for pair in pairs) else ''}:",
        *lines,
        "2. Наставникам вести персонализированную программу и дневник встреч.",
        "3. О прекращении работы пары раньше срока предупреждать не менее чем за три рабочих дня.",
        "4. Контроль за исполнением приказа оставляю за собой.",
    ]


def _line(number: int, pair: Mentorship, words: dict[str, dict[str, str]]) -> str:
    until = f" по {short_date(pair.last_day)}" if pair.last_day else ""
    parts = [
        f"1.{number}. {pair.mentor} – наставник, {pair.mentee} – наставляемый",
        f"группа {quoted(pair.group)}" if pair.group else "",
        f"модель: {words['mentoring_model'].get(pair.model, pair.model)}",
        f"формат: {words['mentoring_format'].get(pair.format, pair.format)}",
        f"срок: с {short_date(pair.starts_on)}{until}",
        f"содержание: {pair.content}" if pair.content else "",
        f"форма: {words['mentoring_work_form'].get(pair.work_form, pair.work_form)}"
        if pair.work_form
        else "",
        f"оплата: {pair.pay}" if pair.pay else "",
        f"без оплаты: {pair.unpaid_because}" if pair.unpaid_because else "",
    ]
    return "; ".join(filter(None, parts)).replace("\n", " ") + "."


def _persons(pairs: Sequence[Mentorship]) -> list[Named]:
    """Return the table of persons: a mentor, then those whom the mentor takes; who is both stands once."""
    found: dict[Any, list[str]] = {}
    for mentor in dict.fromkeys(pair.mentor for pair in pairs):
        own = [pair.mentee for pair in pairs if pair.mentor == mentor]
        found.setdefault(mentor, []).append("наставник")
        for mentee in own:
            found.setdefault(mentee, []).append(f"наставляемый; наставник – {mentor.short_name}")
    return [(person, "; ".join(notes)[:300]) for person, notes in found.items()]
