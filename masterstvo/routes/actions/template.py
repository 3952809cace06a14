"""Everything that changes templates of routes and their versions. Routes made from them are never touched here."""

import secrets
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import slugify

from masterstvo.core.actions import add, change, remove
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.organizations.models import Municipality
from masterstvo.routes.merging import FIELDS, Intent, differences
from masterstvo.routes.models import RouteTemplate, TemplateStep, TemplateVersion
from masterstvo.routes.queries.template import intents_of


class VersionIsPublished(DomainError):
    pass


class NothingHasChanged(DomainError):
    pass


class FirstVersionStays(DomainError):
    pass


@transaction.atomic
def add_template(
    *,
    municipality: Municipality,
    title: str,
    kind: str,
    by: Any,
    purpose: str = "",
    steps: list[Intent] | None = None,
    key: str = "",
) -> RouteTemplate:
    """Add a template with the draft of its first version. ``steps``, ``key``: of the template it is a copy of."""
    template = add(
        RouteTemplate(
            municipality=municipality, key=key or _new_key(title), title=title, kind=kind, purpose=purpose
        ),
        by=by,
        action="routes.add_template",
    )
    _write_version(template, 1, steps or [], by=by)
    return template


def _new_key(title: str) -> str:
    return f"{slugify(title)[:60] or 'template'}-{secrets.token_hex(4)}"


def _write_version(template: RouteTemplate, number: int, steps: list[Intent], *, by: Any) -> TemplateVersion:
    version = add(
        TemplateVersion(template=template, number=number), by=by, action="routes.begin_template_version"
    )
    _write_steps(version, steps)
    return version


def _write_steps(version: TemplateVersion, steps: list[Intent]) -> None:
    TemplateStep.objects.bulk_create(
        TemplateStep(
            version=version,
            key=each.key,
            position=position,
            **{name: getattr(each, name) for name in FIELDS if name != "competences"},
            competences=list(each.competences),
        )
        for position, each in enumerate(steps)
    )


def edit_template(template: RouteTemplate, *, by: Any, **values: Any) -> RouteTemplate:
    """Change the words about a template. ``values``: title, kind, purpose, token."""
    return change(template, values, by=by, action="routes.edit_template")


def copy_template(template: RouteTemplate, *, municipality: Municipality, by: Any) -> RouteTemplate:
    """Give ``municipality`` a copy of its own, with the draft of the newest version: so shipped ones are edited too."""
    newest = template.versions.order_by("-number").first()
    is_taken = RouteTemplate.objects.filter(municipality=municipality, key=template.key).exists()
    return add_template(
        municipality=municipality,
        key="" if is_taken else template.key,
        title=f"{template.title} (копия)"[:300],
        kind=template.kind,
        purpose=template.purpose,
        steps=intents_of(newest),
        by=by,
    )


def archive_template(template: RouteTemplate, *, by: Any) -> RouteTemplate:
    """Take it out of the choice for new routes; those made from it go on and still see its changes."""
    return change(template, {"archived_on": timezone.localdate()}, by=by, action="routes.archive_template")


def reopen_template(template: RouteTemplate, *, by: Any) -> RouteTemplate:
    return change(template, {"archived_on": None}, by=by, action="routes.reopen_template")


# --- Versions ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def begin_template_version(template: RouteTemplate, *, by: Any) -> TemplateVersion:
    """Return the draft of the next version, made from the newest one; a draft that is there already is returned as it is."""
    lock(template)
    newest = template.versions.order_by("-number").first()
    if newest and newest.is_draft:
        return newest
    return _write_version(template, newest.number + 1 if newest else 1, intents_of(newest), by=by)


@transaction.atomic
def publish_template_version(template: RouteTemplate, *, by: Any) -> TemplateVersion:
    """Put the draft into force: routes made from earlier versions are told what changed, and stay as they are.

    Raises: VersionIsPublished, NothingHasChanged.
    """
    version = _draft_of(lock(template))
    steps = intents_of(version)
    if not steps:
        raise NothingHasChanged("В шаблоне нет шагов: добавьте хотя бы один.")
    before = template.versions.filter(number=template.number).first()
    if before and not differences(intents_of(before), steps):
        raise NothingHasChanged("Черновик повторяет действующую версию. Измените шаги или отбросьте его.")
    change(version, {"published_on": timezone.localdate()}, by=by, action="routes.publish_template_version")
    change(template, {"number": version.number}, by=by, action="routes.publish_template")
    return version


@transaction.atomic
def drop_template_draft(template: RouteTemplate, *, by: Any) -> None:
    """Give up the draft of a next version. Raises: VersionIsPublished, FirstVersionStays."""
    version = _draft_of(lock(template))
    if version.number == 1:
        raise FirstVersionStays("Это первая версия: если шаблон не нужен, уберите его в архив.")
    remove(version, by=by, action="routes.drop_template_version", reason="черновик не нужен")


def _draft_of(template: RouteTemplate) -> TemplateVersion:
    version = template.versions.filter(published_on=None).first()
    if version is None:
        raise VersionIsPublished("Действующая версия не меняется. Нажмите «Изменить шаги».")
    return version


# --- Steps of a draft -------------------------------------------------------------------------------------------------
@transaction.atomic
def add_template_step(template: RouteTemplate, *, by: Any, **values: Any) -> TemplateStep:
    """Add a step to the draft, after those that begin no later. ``values``: columns of ``TemplateStep``. Raises: VersionIsPublished."""
    version = _draft_of(lock(template))
    values["competences"] = sorted(values.get("competences", []))
    step = TemplateStep(version=version, key=secrets.token_hex(4), **values)
    earlier = version.steps.filter(week__lte=step.week).aggregate(last=Max("position"))["last"]
    step.position = 0 if earlier is None else earlier + 1
    version.steps.filter(position__gte=step.position).update(position=F("position") + 1)
    return add(step, by=by, action="routes.add_template_step")


@transaction.atomic
def edit_template_step(step: TemplateStep, *, by: Any, **values: Any) -> TemplateStep:
    """Change a step of the draft. ``values``: columns of ``TemplateStep``, token. Raises: VersionIsPublished, Stale."""
    _check_is_draft(step)
    values["competences"] = sorted(values.get("competences", step.competences))
    return change(step, values, by=by, action="routes.edit_template_step")


@transaction.atomic
def move_template_step(step: TemplateStep, *, later: bool, by: Any) -> TemplateStep:
    """Let a step of the draft change places with its neighbour; at the end of the list nothing changes. Raises: VersionIsPublished."""
    _check_is_draft(step)
    steps = list(step.version.steps.all())
    at = steps.index(step)
    to = min(max(at + (1 if later else -1), 0), len(steps) - 1)
    steps.insert(to, steps.pop(at))
    for position, each in enumerate(steps):
        change(each, {"position": position}, by=by, action="routes.move_template_step")
    return step


@transaction.atomic
def remove_template_step(step: TemplateStep, *, by: Any) -> None:
    """Take a step out of the draft. Raises: VersionIsPublished."""
    _check_is_draft(step)
    remove(step, by=by, action="routes.remove_template_step", reason="убран из черновика шаблона")


def _check_is_draft(step: TemplateStep) -> None:
    lock(step.version.template)
    if not lock(step.version).is_draft:
        raise VersionIsPublished("Пока страница была открыта, версию опубликовали. Начните новую.")


# --- Shipped ----------------------------------------------------------------------------------------------------------
def load_shipped_templates(**_: Any) -> None:
    """Add the shipped templates that are missing, and a new version of those whose steps have changed since."""
    path = Path(__file__).parent.parent / "route_templates.yaml"
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    there = {each.key: each for each in RouteTemplate.objects.filter(municipality=None)}
    for key, each in told.items():
        template = there.get(key) or RouteTemplate.objects.create(
            key=key, title=each["title"], kind=each["kind"], purpose=each["purpose"]
        )
        steps = [
            Intent(**{**step, "competences": tuple(sorted(step.get("competences", [])))})
            for step in each["steps"]
        ]
        newest = template.versions.order_by("-number").first()
        if newest is None or differences(intents_of(newest), steps):
            number = newest.number + 1 if newest else 1
            version = TemplateVersion.objects.create(
                template=template, number=number, published_on=timezone.localdate()
            )
            _write_steps(version, steps)
            RouteTemplate.objects.filter(pk=template.pk).update(number=number)
