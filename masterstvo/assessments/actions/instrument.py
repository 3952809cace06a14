"""Instruments and their versions: a draft is edited, a published version never changes."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from masterstvo.assessments.content.editing import NotThere, digest_of, in_words
from masterstvo.assessments.content.parts import Content
from masterstvo.assessments.content.reading import NotContent, read, unfinished, written
from masterstvo.assessments.models import Instrument, Version
from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.organizations.models import Municipality


class VersionIsPublished(DomainError):
    pass


class VersionIsUnfinished(DomainError):
    pass


class InstrumentIsUsed(DomainError):
    pass


class BadContent(DomainError):
    pass


class PartIsGone(DomainError):
    pass


class PartIsStale(DomainError):
    """Somebody else changed the part meanwhile. ``now``: its digest, so that having seen both the next save may replace it."""

    def __init__(self, text: str, *, now: str):
        self.now = now
        super().__init__(text)


@transaction.atomic
def add_instrument(
    *,
    municipality: Municipality,
    title: str,
    kind: str,
    subject: str,
    by: Any,
    purpose: str = "",
    content: Any = None,
    key: str = "",
) -> Instrument:
    """Add an instrument with the draft of its first version.

    ``content``: parsed JSON, when it comes from a file; ``key``: of the instrument it is a copy of, so that frameworks know it.

    Raises: BadContent.
    """
    try:
        content = written(read(content or {}))
    except NotContent as error:
        raise BadContent(" ".join(error.problems[:5])) from error
    instrument = add(
        Instrument(
            municipality=municipality,
            key=key or _new_key(title),
            title=title,
            kind=kind,
            subject=subject,
            purpose=purpose,
        ),
        by=by,
        action="assessments.add_instrument",
    )
    add(
        Version(instrument=instrument, number=1, content=content),
        by=by,
        action="assessments.begin_version",
    )
    return instrument


def _new_key(title: str) -> str:
    return f"{slugify(title)[:60] or 'instrument'}-{secrets.token_hex(4)}"


def edit_instrument(instrument: Instrument, *, by: Any, **values: Any) -> Instrument:
    """Change the words about an instrument. ``values``: title, kind, purpose, token."""
    return change(instrument, values, by=by, action="assessments.edit_instrument")


def copy_instrument(instrument: Instrument, *, municipality: Municipality, by: Any) -> Instrument:
    """Give ``municipality`` a copy of its own, with the draft of the newest version: so shipped ones are edited too."""
    newest = instrument.versions.order_by("-number").first()
    is_taken = Instrument.objects.filter(municipality=municipality, key=instrument.key).exists()
    return add_instrument(
        key="" if is_taken else instrument.key,
        municipality=municipality,
        title=f"{instrument.title} (копия)"[:300],
        kind=instrument.kind,
        subject=instrument.subject,
        purpose=instrument.purpose,
        content=newest.content if newest else None,
        by=by,
    )


def archive_instrument(instrument: Instrument, *, by: Any) -> Instrument:
    """Take it out of the choice for new campaigns; those that go on are not touched."""
    return change(
        instrument, {"archived_on": timezone.localdate()}, by=by, action="assessments.archive_instrument"
    )


def reopen_instrument(instrument: Instrument, *, by: Any) -> Instrument:
    return change(instrument, {"archived_on": None}, by=by, action="assessments.reopen_instrument")


@transaction.atomic
def remove_instrument(instrument: Instrument, *, by: Any, reason: str) -> None:
    """Delete an instrument by which nobody was asked. Raises: InstrumentIsUsed."""
    if instrument.versions.filter(campaigns__isnull=False).exists():
        raise InstrumentIsUsed("По этому инструменту уже спрашивали: ответы нужны. Уберите его в архив.")
    remove(instrument, by=by, action="assessments.remove_instrument", reason=reason)


# --- Versions ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def begin_version(instrument: Instrument, *, by: Any) -> Version:
    """Return the draft of the next version, made from the newest one; a draft that is there already is returned as it is."""
    lock(instrument)
    newest = instrument.versions.order_by("-number").first()
    if newest and newest.is_draft:
        return newest
    return add(
        Version(
            instrument=instrument,
            number=newest.number + 1 if newest else 1,
            content=newest.content if newest else {},
        ),
        by=by,
        action="assessments.begin_version",
    )


@transaction.atomic
def edit_content(
    version: Version, *, edit: Callable[[Content], Content], by: Any, key: str = "", seen: str = ""
) -> Version:
    """Keep what ``edit`` makes of the content of a draft, as it stands now: two people edit different parts at once.

    ``key``: the part that is edited, "" for the settings of the whole; ``seen``: ``digest_of`` that part when its form was opened.
    Raises: VersionIsPublished, PartIsStale, PartIsGone, BadContent.
    """
    lock(version)
    if not version.is_draft:
        raise VersionIsPublished("Эта версия опубликована и не меняется. Начните новую.")
    content = version.parts
    try:
        now = digest_of(content, key) if seen else ""
        edited = written(edit(content))
        read(edited)
    except NotThere:
        raise PartIsGone("Пока форма была открыта, эту часть удалили. Сохраните свой текст у себя.") from None
    except NotContent as error:
        raise BadContent(" ".join(error.problems[:5])) from error
    if now != seen:
        raise PartIsStale(
            f"Пока форма была открыта, эту часть изменили. Теперь там: {in_words(content, key)}. Ваши правки остались "
            "в полях: сохраните ещё раз, чтобы заменить.",
            now=now,
        )
    return change(version, {"content": edited}, by=by, action="assessments.edit_version")


@transaction.atomic
def publish_version(version: Version, *, by: Any) -> Version:
    """Close a draft: from now on people may be asked by it. Raises: VersionIsPublished, VersionIsUnfinished."""
    lock(version)
    if not version.is_draft:
        raise VersionIsPublished("Эта версия уже опубликована.")
    left = unfinished(version.parts)
    if left:
        raise VersionIsUnfinished(" ".join(left))
    return change(
        version, {"published_on": timezone.localdate()}, by=by, action="assessments.publish_version"
    )


def drop_draft(version: Version, *, by: Any) -> None:
    """Give up the draft of a next version. Raises: VersionIsPublished, InstrumentIsUsed."""
    if not version.is_draft:
        raise VersionIsPublished("Опубликованная версия остаётся.")
    if version.number == 1:
        raise InstrumentIsUsed("Это первая версия: удалите весь инструмент.")
    remove(version, by=by, action="assessments.drop_version", reason="черновик не нужен")


# --- Shipped ----------------------------------------------------------------------------------------------------------
def load_shipped_instruments(**_: Any) -> None:
    """Add the shipped instruments that are missing, and a new version of those whose content has changed since."""
    told = yaml.safe_load((Path(__file__).parent.parent / "instruments.yaml").read_text(encoding="utf-8"))
    there = {each.key: each for each in Instrument.objects.filter(municipality=None)}
    for key, each in told.items():
        content = written(read(each["content"]))
        instrument = there.get(key) or Instrument.objects.create(
            key=key,
            title=each["title"],
            kind=each["kind"],
            subject=each["subject"],
            purpose=each["purpose"],
        )
        newest = instrument.versions.order_by("-number").first()
        if newest is None or newest.content != content:
            Version.objects.create(
                instrument=instrument,
                number=newest.number + 1 if newest else 1,
                content=content,
                published_on=timezone.localdate(),
            )
