"""What one edition of a framework changes in another, in words; and what it may not change: the past."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from masterstvo.diagnostics.content.parts import Document, Goal, Node, Scope, Words
from masterstvo.diagnostics.content.reading import NotFramework


@dataclass(frozen=True)
class Change:
    """What becomes of one block or competence. ``kind``: "new", "changed" or "archived"."""

    kind: str
    title: str
    lines: tuple[str, ...] = ()


def difference(old: Document, new: Document, *, words: Words, today: dt.date) -> list[Change]:
    """Return what ``new`` changes, in its order. Raises: NotFramework when it would judge the past anew."""
    before, after = old.by_key(), new.by_key()
    problems: list[str] = []
    changes = []
    for node in new.nodes:
        known = before.get(node.key)
        if known is None:
            problems += _future_only(node, (), today)
            changes.append(Change("new", node.title, tuple(_told(node, words))))
            continue
        problems += _future_only(node, known.goals, today)
        if node.block and known.block and node.target != known.target:
            problems.append(
                f"«{node.title}», столбец «Процент»: новый достаточный уровень пишут строкой «цель» с днём начала, "
                "чтобы прошлое не пересчиталось."
            )
        if bool(node.block) != bool(known.block):
            problems.append(
                f"«{node.title}»: блок не становится компетенцией, и наоборот. Дайте другой ключ."
            )
        lines = tuple(_changed(known, node, after, words))
        if lines:
            is_closed = node.is_archived and not known.is_archived
            changes.append(Change("archived" if is_closed else "changed", known.title, lines))
    missing = [each for each in old.nodes if each.key not in after and not each.is_archived]
    changes += [Change("archived", each.title, ("в файле её нет – уйдёт в архив",)) for each in missing]
    if problems:
        raise NotFramework(problems)
    if _order(old) != _order(new) and not changes:
        changes.append(Change("changed", "Порядок", ("строки стоят иначе",)))
    return changes


def _order(document: Document) -> list[str]:
    return [each.key for each in document.nodes if not each.is_archived]


def _future_only(node: Node, known: tuple[Goal, ...], today: dt.date) -> Iterable[str]:
    """Tell the targets that would begin in the past, and those of the past that are written otherwise."""
    begun = {(each.scope, each.starts_on): each.percent for each in known}
    for goal in node.goals:
        if begun.get((goal.scope, goal.starts_on)) != goal.percent and goal.starts_on < today:
            yield (
                f"«{node.title}», цель с {goal.starts_on:%d.%m.%Y}, столбец «С дня»: новый уровень действует самое раннее "
                f"с {today:%d.%m.%Y}, прошлое не пересчитывается."
            )


def added_goals(known: Node | None, node: Node) -> list[Goal]:
    """Return the targets of ``node`` that are not in ``known`` yet, or that say another percent."""
    begun = (
        {(each.scope, each.starts_on): (each.percent, each.ends_on) for each in known.goals} if known else {}
    )
    return [
        each
        for each in node.goals
        if (each.scope, each.starts_on) not in begun or begun[each.scope, each.starts_on][0] != each.percent
    ]


def _told(node: Node, words: Words) -> Iterable[str]:
    if not node.block:
        yield "новый блок"
        return
    yield f"достаточно {_percent(node.target)}"
    yield from (_goal(each, words) for each in node.goals)
    if node.levels:
        yield f"уровни: {_some(each.title for each in node.levels)}"
    if node.measures:
        yield f"измеряется: {', '.join(sorted({instrument for instrument, _ in node.measures}))}"


def _changed(old: Node, new: Node, nodes: dict[str, Node], words: Words) -> Iterable[str]:
    if old.title != new.title:
        yield f"название: «{old.title}» → «{new.title}»"
    if old.block != new.block and new.block in nodes:
        yield f"переходит в блок «{nodes[new.block].title}»"
    if set(old.synonyms) != set(new.synonyms):
        yield f"другие названия: {_some(old.synonyms)} → {_some(new.synonyms)}"
    if set(old.categories) != set(new.categories):
        yield f"для кого: {_some(map(words.title, old.categories))} → {_some(map(words.title, new.categories))}"
    if old.levels != new.levels:
        yield f"уровни: {_some(each.title for each in old.levels)} → {_some(each.title for each in new.levels)}"
    yield from (_goal(each, words) for each in added_goals(old, new))
    yield from _measures(old, new)
    if old.is_archived != new.is_archived:
        yield "уйдёт в архив" if new.is_archived else "вернётся из архива"


def _measures(old: Node, new: Node) -> Iterable[str]:
    for place in sorted(old.measures.keys() | new.measures.keys()):
        before, after = old.measures.get(place), new.measures.get(place)
        if before != after:
            name = f"{place[0]}, {'весь лист' if not place[1] else place[1]}"
            yield f"измеряется ({name}): вес {_weight(before)} → {_weight(after)}"


def _goal(goal: Goal, words: Words) -> str:
    return f"достаточно {_percent(goal.percent)} с {goal.starts_on:%d.%m.%Y}: {scope_in_words(goal.scope, words)}"


def scope_in_words(scope: Scope, words: Words) -> str:
    """Return for whom a target holds: «педагог; должность «логопед»; математика», or «для всех»."""
    job = f"должность «{scope.job}»" if scope.job else ""
    parts = [words.title(scope.category) if scope.category else "", job]
    parts.append(words.title(scope.subject) if scope.subject else "")
    return "; ".join(filter(None, parts)) or "для всех"


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f} %".replace(".", ",")


def _weight(value: Decimal | None) -> str:
    return "нет" if value is None else f"{value.normalize():f}".replace(".", ",")


def _some(words: Iterable[str]) -> str:
    return ", ".join(words) or "нет"


def without_past(document: Document) -> Document:
    """Return the framework as another authority begins it: the same tree, its archive left behind."""
    closed = {each.key for each in document.nodes if each.is_archived}
    kept = [each for each in document.nodes if not closed & {each.key, each.block}]
    return Document(tuple(replace(each, is_archived=False) for each in kept))
