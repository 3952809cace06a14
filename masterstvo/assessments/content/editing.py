"""Editing the content of a draft, part by part: each function returns the whole content anew.

Sections and criteria are found by their keys, which never change; whether the outcome holds together is checked by ``reading``.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from masterstvo.assessments.content.parts import Content, Criterion, Section

UP, DOWN = -1, 1
Part = TypeVar("Part", Section, Criterion)


class NotThere(LookupError):
    """Somebody removed the part meanwhile."""


def new_key(content: Content, stem: str) -> str:
    """Return a key that nothing in ``content`` has yet: «q7», «s3»."""
    taken = {each.key for each in content.criteria()} | {each.key for each in content.sections}
    n = 1
    while f"{stem}{n}" in taken:
        n += 1
    return f"{stem}{n}"


def _part(content: Content, key: str) -> Content | Section | Criterion:
    """Return what a form shows: the settings without the sections, a section without its criteria, or a criterion."""
    if not key:
        return replace(content, sections=())
    section = section_of(content, key)
    if section.key == key:
        return replace(section, criteria=())
    return next(each for each in section.criteria if each.key == key)


def digest_of(content: Content, key: str) -> str:
    """Return a short digest of one part, to tell whether somebody changed it meanwhile. Raises: NotThere."""
    return hashlib.sha256(repr(_part(content, key)).encode()).hexdigest()[:12]


def in_words(content: Content, key: str) -> str:
    """Return what stands in one part now, for whoever was about to replace it."""
    part = _part(content, key)
    if isinstance(part, Content):
        levels = ", ".join(f"{each.starts_at.normalize():f} % – {each.title}" for each in part.levels)
        return f"уровни: {levels or 'нет'}; минут: {part.minutes or 'без ограничения'}"
    if isinstance(part, Section):
        return f"раздел «{part.title}»"
    answers = ", ".join(each.label for each in part.scale.choices)
    return f"«{part.text}»" + (f", ответы: {answers}" if answers else "")


# --- Sections ---------------------------------------------------------------------------------------------------------
def section_of(content: Content, key: str) -> Section:
    """Return the section with ``key``, or the one that has the criterion with it. Raises: NotThere."""
    for section in content.sections:
        if section.key == key or any(each.key == key for each in section.criteria):
            return section
    raise NotThere(key)


def add_section(content: Content, section: Section) -> Content:
    return replace(content, sections=(*content.sections, section))


def put_section(content: Content, key: str, **values: object) -> Content:
    """Change the section with ``key``. ``values``: fields of ``Section``."""
    section_of(content, key)
    sections = tuple(
        replace(each, **values) if each.key == key else each  # type: ignore[arg-type]  # fields of the dataclass
        for each in content.sections
    )
    return replace(content, sections=sections)


# --- Criteria ---------------------------------------------------------------------------------------------------------
def add_criterion(content: Content, section_key: str, criterion: Criterion) -> Content:
    section = section_of(content, section_key)
    return put_section(content, section_key, criteria=(*section.criteria, criterion))


def put_criterion(content: Content, criterion: Criterion) -> Content:
    """Put ``criterion`` in the place of the one with its key."""
    section = section_of(content, criterion.key)
    return put_section(
        content,
        section.key,
        criteria=tuple(criterion if each.key == criterion.key else each for each in section.criteria),
    )


# --- Either -----------------------------------------------------------------------------------------------------------
def remove(content: Content, key: str) -> Content:
    """Take out a section or a criterion."""
    section = section_of(content, key)
    if section.key == key:
        return replace(content, sections=tuple(each for each in content.sections if each.key != key))
    return put_section(
        content, section.key, criteria=tuple(each for each in section.criteria if each.key != key)
    )


def move(content: Content, key: str, by: int) -> Content:
    """Move a section or a criterion one place up or down; a criterion at the edge goes over into the next section."""
    section = section_of(content, key)
    if section.key == key:
        return replace(content, sections=_moved(content.sections, key, by))
    keys = [each.key for each in section.criteria]
    inside = 0 <= keys.index(key) + by < len(keys)
    if inside:
        return put_section(content, section.key, criteria=_moved(section.criteria, key, by))
    others = [each.key for each in content.sections]
    at = others.index(section.key) + by
    if not 0 <= at < len(others):
        return content
    criterion = next(each for each in section.criteria if each.key == key)
    neighbour = content.sections[at]
    there = (criterion, *neighbour.criteria) if by == DOWN else (*neighbour.criteria, criterion)
    return put_section(remove(content, key), neighbour.key, criteria=there)


def _moved(parts: Iterable[Part], key: str, by: int) -> tuple[Part, ...]:
    ordered = list(parts)
    at = next(n for n, each in enumerate(ordered) if each.key == key)
    to = max(0, min(len(ordered) - 1, at + by))
    ordered.insert(to, ordered.pop(at))
    return tuple(ordered)


def copy(content: Content, key: str) -> Content:
    """Put a copy right after a section or a criterion, under new keys; conditions inside a copied section follow."""
    section = section_of(content, key)
    if section.key != key:
        original = next(each for each in section.criteria if each.key == key)
        twin = replace(original, key=new_key(content, "q"))
        at = section.criteria.index(original) + 1
        return put_section(
            content, section.key, criteria=(*section.criteria[:at], twin, *section.criteria[at:])
        )
    renamed: dict[str, str] = {}
    twins: list[Criterion] = []
    grown = content
    for each in section.criteria:
        renamed[each.key] = new_key(grown, "q")
        when = each.when and replace(
            each.when, criterion=renamed.get(each.when.criterion, each.when.criterion)
        )
        twins.append(replace(each, key=renamed[each.key], when=when))
        grown = add_section(grown, Section(f"-{each.key}", "", (twins[-1],)))
    title = f"{section.title} (копия)"
    twin_section = replace(section, key=new_key(content, "s"), title=title, criteria=tuple(twins))
    at = content.sections.index(section) + 1
    return replace(content, sections=(*content.sections[:at], twin_section, *content.sections[at:]))
