"""An instrument as JSON: read with every problem named in Russian, and written back the same."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from masterstvo.assessments.content.parts import (
    WITH_OPTIONS,
    Condition,
    Content,
    Criterion,
    Level,
    Option,
    Scale,
    ScaleKind,
    Section,
)

TEXT_AT_MOST = 1000
CRITERIA_AT_MOST = 500
OPTIONS_AT_MOST = 30
HARDEST = 3


class NotContent(ValueError):
    """``problems``: Russian sentences, each with its place."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("; ".join(problems))


@dataclass
class _Reader:
    problems: list[str] = field(default_factory=list)

    def say(self, where: str, what: str) -> None:
        self.problems.append(f"{where}: {what}" if where else what[:1].upper() + what[1:])

    def text(self, where: str, raw: Any, name: str, *, required: bool = False) -> str:
        value = raw.get(name) or ""
        if not isinstance(value, str):
            self.say(where, f"«{name}» должно быть текстом.")
            return ""
        value = value.strip()
        if required and not value:
            self.say(where, "нет текста.")
        if len(value) > TEXT_AT_MOST:
            self.say(where, f"текст длиннее {TEXT_AT_MOST} знаков.")
        return value

    def number(
        self, where: str, raw: Any, name: str, default: Decimal | None, *, low: int = 0, high: int = 10_000
    ) -> Decimal | None:
        value = raw.get(name)
        if value is None or value == "":
            return default
        try:
            number = Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if isinstance(value, bool) or not number.is_finite() or not low <= number <= high:
            self.say(where, f"«{name}»: нужно число от {low} до {high}.")
            return default
        return number

    def whole(self, where: str, raw: Any, name: str, *, high: int) -> int | None:
        number = self.number(where, raw, name, None, low=1, high=high)
        if number is not None and number != int(number):
            self.say(where, f"«{name}»: нужно целое число.")
            return None
        return None if number is None else int(number)

    def dicts(self, where: str, raw: Any, name: str, *, at_most: int) -> list[dict]:
        value = raw.get(name) or []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.say(where, f"«{name}» должно быть списком.")
            return []
        if len(value) > at_most:
            self.say(where, f"слишком длинный список «{name}»: не больше {at_most}.")
        return value[:at_most]

    # --- Parts ------------------------------------------------------------------------------------------------------
    def levels(self, where: str, raw: Any) -> tuple[Level, ...]:
        found = [
            Level(
                self.text(f"{where} уровень {n}".strip(), each, "title", required=True),
                self.number(f"{where} уровень {n}".strip(), each, "from", Decimal(0), high=100) or Decimal(0),
            )
            for n, each in enumerate(self.dicts(where, raw, "levels", at_most=20), start=1)
        ]
        if found and found[0].starts_at != 0:
            self.say(where, "первый уровень должен начинаться с 0 %.")
        starts = [each.starts_at for each in found]
        if any(later <= earlier for earlier, later in zip(starts, starts[1:], strict=False)):
            self.say(where, "границы уровней должны расти.")
        return tuple(found)

    def scale(self, where: str, raw: Any) -> Scale:
        told = raw.get("scale")
        if not isinstance(told, dict) or told.get("kind") not in set(ScaleKind):
            self.say(where, "не указан вид ответа.")
            return Scale(ScaleKind.TEXT)
        kind = ScaleKind(told["kind"])
        if kind == ScaleKind.POINTS:
            maximum = self.number(where, told, "maximum", None, low=1, high=1000)
            if maximum is None:
                self.say(where, "укажите, сколько баллов самое большее.")
            return Scale(kind, maximum=maximum or Decimal(1))
        if kind not in WITH_OPTIONS:
            return Scale(kind)
        options = tuple(
            Option(
                str(each.get("key") or n),
                self.text(f"{where}, ответ {n}", each, "label", required=True),
                self.number(f"{where}, ответ {n}", each, "points", Decimal(0), low=-1000, high=1000)
                or Decimal(0),
                self.text(f"{where}, ответ {n}", each, "descriptor"),
            )
            for n, each in enumerate(self.dicts(where, told, "options", at_most=OPTIONS_AT_MOST), start=1)
        )
        if len(options) < 2:
            self.say(where, "нужно хотя бы два ответа на выбор.")
        if len({each.key for each in options}) < len(options):
            self.say(where, "у двух ответов один ключ.")
        return Scale(kind, options)

    def condition(self, where: str, raw: Any) -> Condition | None:
        told = raw.get("when")
        if not told:
            return None
        values = told.get("values") if isinstance(told, dict) else None
        if not isinstance(values, list) or not values or not isinstance(told.get("criterion"), str):
            self.say(where, "условие должно назвать вопрос и ответы на него.")
            return None
        return Condition(told["criterion"], tuple(str(each) for each in values))

    def criterion(self, where: str, raw: dict) -> Criterion:
        return Criterion(
            key=str(raw.get("key") or ""),
            text=self.text(where, raw, "text", required=True),
            scale=self.scale(where, raw),
            hint=self.text(where, raw, "hint"),
            weight=self.number(where, raw, "weight", Decimal(1), high=1000) or Decimal(1),
            is_required=raw.get("required", True) is True,
            critical_from=self.number(where, raw, "critical_from", None, high=100),
            when=self.condition(where, raw),
            difficulty=self.whole(where, raw, "difficulty", high=HARDEST),
        )

    def section(self, n: int, raw: dict) -> Section:
        where = f"Раздел {n}"
        criteria = tuple(
            self.criterion(f"{where}, вопрос {m}", each)
            for m, each in enumerate(self.dicts(where, raw, "criteria", at_most=CRITERIA_AT_MOST), start=1)
        )
        return Section(
            key=str(raw.get("key") or f"s{n}"),
            title=self.text(where, raw, "title", required=True),
            criteria=criteria,
            hint=self.text(where, raw, "hint"),
            weight=self.number(where, raw, "weight", Decimal(1), high=1000) or Decimal(1),
            levels=self.levels(f"{where},", raw) if raw.get("levels") else (),
            draw=self.whole(where, raw, "draw", high=CRITERIA_AT_MOST),
        )


def read(raw: Any) -> Content:
    """Return the content that ``raw`` (parsed JSON) describes; an unfinished one may have sections without criteria.

    Raises: NotContent.
    """
    reader = _Reader()
    if not isinstance(raw, dict):
        raise NotContent(["Ожидался объект с разделами («sections»)."])
    content = Content(
        sections=tuple(
            reader.section(n, each)
            for n, each in enumerate(reader.dicts("", raw, "sections", at_most=100), start=1)
        ),
        levels=reader.levels("", raw),
        minutes=reader.whole("", raw, "minutes", high=600),
        unanswered_is_wrong=raw.get("unanswered_is_wrong") is True,
    )
    _check_keys(content, reader)
    if reader.problems:
        raise NotContent(reader.problems)
    return content


def _check_keys(content: Content, reader: _Reader) -> None:
    """Keys are unique, conditions look back to a criterion with answers to choose."""
    earlier: dict[str, Criterion] = {}
    for n, section in enumerate(content.sections, start=1):
        for m, each in enumerate(section.criteria, start=1):
            where = f"Раздел {n}, вопрос {m}"
            if not each.key or each.key in earlier:
                reader.say(where, "у каждого вопроса должен быть свой ключ («key»).")
            if each.when:
                looked = earlier.get(each.when.criterion)
                known = {option.key for option in looked.scale.choices} if looked else set()
                if looked is None:
                    reader.say(where, "условие смотрит на вопрос, которого выше нет.")
                elif not set(each.when.values) <= known:
                    reader.say(where, "условие называет ответ, которого у того вопроса нет.")
            if each.critical_from is not None and not each.is_scored:
                reader.say(where, "критическим может быть только вопрос с баллами.")
            earlier[each.key] = each
    if len({each.key for each in content.sections}) < len(content.sections):
        reader.say("", "у двух разделов один ключ («key»).")


def unfinished(content: Content) -> list[str]:
    """Return what must be done before people can be asked, in Russian; an empty list means ready."""
    found = [] if content.sections else ["Добавьте хотя бы один раздел."]
    for n, section in enumerate(content.sections, start=1):
        if not section.criteria:
            found.append(f"В разделе {n} «{section.title}» нет вопросов.")
        if section.draw and section.draw > len(section.criteria):
            found.append(f"Из раздела {n} берут {section.draw} вопросов, а их там {len(section.criteria)}.")
        if section.draw and any(each.when for each in section.criteria):
            found.append(f"Раздел {n} берут по жребию: уберите условия у его вопросов.")
    return found


# --- Back to JSON -----------------------------------------------------------------------------------------------------
def written(content: Content) -> dict[str, Any]:
    """Return ``content`` as JSON keeps it; ``read`` of it gives the same content."""
    return _filled(
        {
            "sections": [_section(each) for each in content.sections],
            "levels": [_level(each) for each in content.levels],
            "minutes": content.minutes,
            "unanswered_is_wrong": content.unanswered_is_wrong,
        }
    )


def _section(section: Section) -> dict[str, Any]:
    return _filled(
        {
            "key": section.key,
            "title": section.title,
            "hint": section.hint,
            "weight": _plain(section.weight) if section.weight != 1 else None,
            "levels": [_level(each) for each in section.levels],
            "draw": section.draw,
            "criteria": [_criterion(each) for each in section.criteria],
        }
    )


def _criterion(each: Criterion) -> dict[str, Any]:
    return _filled(
        {
            "key": each.key,
            "text": each.text,
            "hint": each.hint,
            "scale": _scale(each.scale),
            "weight": _plain(each.weight) if each.weight != 1 else None,
            "required": None if each.is_required else False,
            "critical_from": _plain(each.critical_from),
            "when": {"criterion": each.when.criterion, "values": list(each.when.values)}
            if each.when
            else None,
            "difficulty": each.difficulty,
        },
        keep=("required",) if not each.is_required else (),
    )


def _scale(scale: Scale) -> dict[str, Any]:
    options = [
        _filled(
            {
                "key": each.key,
                "label": each.label,
                "points": _plain(each.points) if each.points else None,
                "descriptor": each.descriptor,
            }
        )
        for each in scale.options
    ]
    return _filled({"kind": str(scale.kind), "maximum": _plain(scale.maximum), "options": options})


def _level(level: Level) -> dict[str, Any]:
    return {"title": level.title, "from": _plain(level.starts_at)}


def _plain(number: Decimal | None) -> int | str | None:
    if number is None:
        return None
    return int(number) if number == int(number) else f"{number.normalize():f}"


def _filled(told: dict[str, Any], keep: tuple[str, ...] = ()) -> dict[str, Any]:
    """Drop what says nothing, so that files stay short."""
    return {
        name: value
        for name, value in told.items()
        if name in keep or not (value is None or value is False or value in ("", []))
    }
