"""Print the formula of one indicator in words, who is in and by which record, who is not and why, who would close the gap."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masterstvo.core.errors import DomainError
from masterstvo.core.numbers import format_gap
from masterstvo.indicators.evaluation import Evaluation, Explanation, Member, Scope, explain, report_period
from masterstvo.indicators.queries import indicators_in_force
from masterstvo.organizations.queries import municipality_by_code
from masterstvo.plans.management.commands.indicators import add_common_arguments, line, read_day
from masterstvo.plans.queries.measured import Measured, measured, targets_by_code
from masterstvo.plans.queries.plan import current_plan

SHOWN = 20  # of those who are not in; --json has all of them


class Command(BaseCommand):
    help = "Показать формулу словами, кто вошёл в показатель и кто нет. Для администратора сервера: имена не скрываются."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="КОД_ПОКАЗАТЕЛЯ", help="например A2")
        add_common_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = read_day(options["as_of"])
        try:
            municipality = municipality_by_code(options["municipality"])
            indicators = {row.code.casefold(): row for row in indicators_in_force(as_of, municipality)}
            indicator = indicators.get(options["code"].casefold())
            if indicator is None:
                known = ", ".join(row.code for row in indicators.values()) or "ни одного"
                raise CommandError(f"Показателя {options['code']} на {as_of:%d.%m.%Y} нет. Есть: {known}.")
            scope, period = Scope(municipality_id=municipality.pk), report_period(as_of)
            evaluation = Evaluation([indicator], scope=scope, period=period)
            found = explain(indicator, scope=scope, period=period, evaluation=evaluation)
            targets = targets_by_code(current_plan(municipality, as_of))
            row = measured(indicator, evaluation.value(indicator), targets, as_of)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        else:
            self.tell(found, row)

    def tell(self, found: Explanation, row: Measured) -> None:
        self.stdout.write(f"{line(row)}\n\n{found.formula}")
        if row.indicator.note:
            self.stdout.write(f"Выбор: {row.indicator.note}.")
        if found.unknown_words:
            self.stdout.write(f"Нет в словаре: {', '.join(found.unknown_words)}. Такие записи не найдутся.")
        self.stdout.write(f"\nВошли: {len(found.included)}")
        for member in found.included:
            self.stdout.write(f"  {_name(member)}: {'; '.join(member.records)}")
        self.stdout.write(f"\nНе вошли: {len(found.excluded)}")
        for member in found.excluded[:SHOWN]:
            self.stdout.write(f"  {_name(member)}: {member.reason}")
        if len(found.excluded) > SHOWN:
            self.stdout.write(f"  … и ещё {len(found.excluded) - SHOWN}")
        if row.gap:
            self.stdout.write(
                f"\nДо плана {format_gap(row.gap) if row.value.member_kind == 'person' else f'не хватает {row.gap}'}. Ближе всего к нему:"
            )
            for member in found.excluded[: row.gap]:
                self.stdout.write(f"  {_name(member)}: {member.reason}")


def _name(member: Member) -> str:
    return (
        f"{member.name} ({member.organization})"
        if member.organization not in ("", member.name)
        else member.name
    )


def as_json(found: Explanation) -> dict[str, Any]:
    return {
        "code": found.code,
        "formula": found.formula,
        "included": [
            {
                "id": member.id,
                "name": member.name,
                "organization": member.organization,
                "records": member.records,
            }
            for member in found.included
        ],
        "excluded": [
            {
                "id": member.id,
                "name": member.name,
                "organization": member.organization,
                "reason": member.reason,
            }
            for member in found.excluded
        ],
    }
