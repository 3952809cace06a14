"""The audit log in words: of one object, and of many."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.urls import reverse

from masterstvo.core.models import AuditRecord
from masterstvo.core.terms import titles_of, vocabulary_of

VERBS = {  # by the first word of an action; an app adds whole names where that says too little
    "add": "внесено",
    "create": "внесено",
    "import": "загружено",
    "edit": "исправлено",
    "change": "исправлено",
    "set": "исправлено",
    "close": "закрыто",
    "end": "завершено",
    "hire": "принят на работу",
    "dismiss": "уволен",
    "move": "переведён",
    "awards.move_nomination": "шаг сделан",
    "awards.give_award": "награда внесена",
    "ratings.publish_rating": "формула опубликована",
    "ratings.count_rating": "места посчитаны",
    "ratings.decide_rating": "итоги подведены",
    "ratings.cancel_rating": "рейтинг отменён",
    "ratings.draft_protocol": "составлен протокол",
    "ratings.hand_over": "победители переданы в конкурс",
    "nominate": "выдвинут",
    "remove": "удалено",
    "delete": "удалено",
    "attach": "приложено",
    "accounts.accept_invitation": "приглашение принято",
    "accounts.invite": "приглашение отправлено",
    "accounts.withdraw_invitation": "приглашение отозвано",
    "organizations.give_grant": "роль дана",
    "extend": "срок изменён",
    "diagnostics.move_competence": "переставлено",
    "diagnostics.replace_framework": "обновлено из файла",
    "remember": "запомнено",
    "restore": "возвращено",
    "people.link_account": "учётная запись связана",
    "detach": "вложение снято",
    "undo": "отменено",
    "abstain": "отказ оценивать",
    "accept": "принято",
    "agree": "согласовано",
    "approve": "утверждено",
    "training.complete_request": "курс пройден",
    "training.send_request": "список у организатора",
    "reports.give_reason": "указана причина",
    "ask": "подана заявка",
    "assign": "распределено",
    "place": "записано на поток",
    "begin": "начато",
    "carry": "перенесено",
    "check": "проверено",
    "collect": "согласие получено",
    "commit": "внесено",
    "confirm": "подтверждено",
    "decide": "решено",
    "declare": "заявлено",
    "decline": "отклонено",
    "discard": "отброшено",
    "drop": "отменено",
    "enter": "внесён результат",
    "erase": "сведения о человеке стёрты",
    "imports.erase_file": "файл удалён",
    "people.erase_card": "карточка обезличена",
    "expire": "удалено по сроку хранения",
    "explain": "пояснено",
    "fix": "исправлено",
    "give": "выдано",
    "keep": "сохранено",
    "link": "связано",
    "map": "указаны столбцы",
    "merge": "объединено",
    "open": "начато",
    "privacy.set_term": "срок хранения установлен",
    "redact": "обезличено",
    "renew": "обновлено",
    "replace": "заменено",
    "return": "возвращено",
    "revoke": "закрыто",
    "reopen": "снова открыто",
    "routes.ask_mentor": "пара предложена наставнику",
    "routes.change_mentor": "сменился наставник",
    "routes.choose_changes": "решено об изменениях шаблона",
    "send": "отправлено",
    "settle": "решено",
    "sign": "подписано",
    "turn": "переключено",
    "use": "использовано",
    "share": "открыто",
    "withdraw": "отозвано",
    "write": "написано",
    "cancel": "отменено",
    "events.cancel_registration": "запись снята",
    "events.open_event": "запись открыта",
    "events.plan_event": "запланировано",
    "events.invite_people": "разосланы приглашения",
    "documents.set_paper_template": "загружен свой шаблон",
    "documents.remove_paper_template": "возвращён обычный вид",
    "contests.invite_member": "позвали в команду",
    "contests.agree_member": "согласие участвовать",
    "contests.leave_team": "вышли из команды",
    "contests.set_members": "изменён состав команды",
    "contests.report_result": "сообщено о результате",
    "contests.correct_report": "исправлено",
    "contests.take_report_back": "взято обратно",
    "contests.file_appeal": "подана апелляция",
    "contests.reject_appeal": "апелляция отклонена",
    "contests.remark_entry": "работа на новую оценку",
    "contests.settle_appeal": "апелляция решена",
    "contests.decide_finalist": "решено о финале",
    "contests.decide_finalists": "решено, кто в финале",
    "events.issue_certificate": "сертификат выдан",
    "events.revoke_certificate": "сертификат отозван",
    "events.reissue_certificate": "сертификат выдан взамен",
    "events.open_survey": "опрос открыт",
    "contests.open_contest": "конкурс открыт",
    "contests.cancel_contest": "конкурс отменён",
    "contests.publish_result": "итог объявлен",
    "contests.publish_results": "итоги объявлены",
    "contests.propose_result": "внесено решение",
    "contests.take_back_places": "решение отменено",
    "contests.correct_result": "итог исправлен",
    "contests.move_on": "вышли на следующий этап",
    "contests.draft_paper": "составлен документ",
    "contests.write_entry": "исправлено",
    "contests.begin_entry": "заявка начата",
    "contests.send_entry": "заявка отправлена",
    "contests.withdraw_entry": "заявка отозвана",
    "contests.return_entry": "возвращено на исправление",
    "contests.reject_entry": "заявка отклонена",
    "contests.admit_entry": "заявка допущена",
    "contests.replace_copy": "копия заменена",
    "contests.issue_diploma": "диплом выдан",
    "contests.issue_letter": "благодарственное письмо выдано",
    "contests.revoke_paper": "отозвано",
    "contests.recommend_contest": "рекомендовано",
    "contests.unrecommend_contest": "убрано из рекомендованных",
    "hold": "состоялось",
    "register": "записано",
    "save": "сохранено",
    "seat": "место дано из листа ожидания",
    "archive": "убрано в архив",
    "complete": "завершено",
    "draft": "составлено",
    "experts.draft_order": "приказ составлен",
    "finish": "закончено",
    "communities.finish_decision": "выполнено",
    "communities.hold_meeting": "проведено",
    "communities.invite_guests": "приглашённые изменены",
    "mark": "отмечено",
    "overload": "неделя полнее порога",
    "plan": "запланировано",
    "practices.appoint_reviewer": "эксперт назначен",
    "practices.confirm_copy": "копия проверена",
    "practices.replace_copy": "копия заменена",
    "practices.give_consent": "согласие дано",
    "practices.hide_practice": "убрано из банка",
    "practices.recommend_practice": "рекомендовано региону",
    "practices.recuse_reviewer": "самоотвод",
    "practices.show_practice": "возвращено в банк",
    "practices.tell_repeat": "повторено",
    "practices.withdraw_version": "взято обратно в черновики",
    "prolong": "продлено",
    "propose": "предложено решить",
    "publish": "опубликовано",
    "remind": "отправлено напоминание",
    "skip": "снято",
    "stop": "прекращено",
    "take": "взято",
    "weigh": "оценено заново",
}
NAMES = {  # what a record tells of that is no column of its object
    "reason": "причина", "records": "записей", "new": "новых", "changed": "изменённых", "unchanged": "без изменений", "refused": "не принято",
    "n_present": "присутствовали", "n_members": "кому", "n_given": "работ роздано",
    "undone": "возвращено", "kept": "оставлено", "weekly_load": "часов в неделю: порог и сколько выйдет",
    "version": "версия файла", "taken": "принято", "left": "не принято",
}  # fmt: skip
SOURCES = {"request": "обращение {}", "command": "команда «{}»", "imports.importbatch": "загрузка № {}"}
SHOWN_AT_MOST = 20
HALF_OPEN = ("ends_on", "closed_on")


@dataclass(frozen=True)
class Entry:
    """One line of the log in words. ``changes``: [(what, before, after)]; None where the reader may not know them.

    ``about``, ``url``, ``is_there``: the object, for lists that tell of many.
    """

    pk: int
    at: dt.datetime
    who: str
    what: str
    reason: str
    changes: list[tuple[str, str, str]] | None
    as_role: str = ""
    origin: str = ""
    kind: str = ""
    about: str = ""
    url: str = ""
    object_type: str = ""
    object_id: int | None = None
    is_there: bool = False

    @property
    def source(self) -> str:
        """Where it came from, in words: «обращение 5f0c…», «команда plan import», «загрузка № 7»."""
        kind, _, rest = self.origin.partition(":")
        return SOURCES.get(kind, "{}").format(rest) if rest else self.origin


# {label of a model: callable(user) -> the rows whose changes that user may read}; others see only that something changed.
_secret: dict[str, Callable[[Any], QuerySet]] = {}


def keep_secret(label: str, readable: Callable[[Any], QuerySet]) -> None:
    """Show the changes of a model's rows only to those for whom a row is in ``readable(user)``; registered in ``ready()``."""
    _secret[label.lower()] = readable


def secret_labels() -> list[str]:
    """Return the labels of the models whose changes not everybody may read: a search must not tell of them either."""
    return sorted(_secret)


_whole: list[tuple[str, str]] = []


def set_whole_page(url_name: str, *, permission: str) -> None:
    """Let the short history on an object's page lead to a page with all of it; a higher app has that page."""
    _whole[:] = [(url_name, permission)]


def whole_url(entry: Entry, user: Any) -> str:
    """Return where ``user`` may read all that was done with the entry's object, or ""."""
    for url_name, permission in _whole:
        if user.has_perm(permission):
            return reverse(url_name, args=[entry.object_type, entry.object_id])
    return ""


def history(obj: Model, *, without: tuple[str, ...] = ()) -> list[Entry]:
    """Return what was done with ``obj``, latest first. ``without``: actions left out. Queries: one, one for words and one for each kind of rows named in it."""
    done = (
        AuditRecord.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)
        .exclude(action__in=without)
        .select_related("by")[:SHOWN_AT_MOST]
    )
    records = list(done)
    speak = _Speaker(type(obj), records)
    return [_entry(record, speak) for record in records]


def entries(records: list[AuditRecord], user: Any) -> list[Entry]:
    """Return ``records`` of many objects in words, as ``user`` may read them, each with the name of its object.

    Queries: for each kind of objects among them one for the objects, one for words and one for each kind of rows named in it.
    """
    by_kind: dict[str, list[AuditRecord]] = {}
    for record in records:
        by_kind.setdefault(record.object_type, []).append(record)
    told: dict[int, Entry] = {}
    for label, some in by_kind.items():
        told |= _entries_of(label, some, user)
    return [told[record.pk] for record in records]


def _entries_of(label: str, records: list[AuditRecord], user: Any) -> dict[int, Entry]:
    try:
        model = apps.get_model(label)
    except LookupError:  # an app that is no longer there
        return {record.pk: _plain_entry(record, label) for record in records}
    pks = {record.object_id for record in records}
    named = [field.name for field in model._meta.fields if field.many_to_one]
    objects = model._base_manager.select_related(*named).in_bulk(pks)
    known = _readable(label, pks, user)
    speak = _Speaker(model, [record for record in records if record.object_id in known])
    found = {}
    for record in records:
        obj = objects.get(record.object_id)
        found[record.pk] = replace(
            _entry(record, speak if record.object_id in known else None),
            kind=str(model._meta.verbose_name),
            about=_name(obj, record.object_id, is_known=record.object_id in known),
            url=obj.get_absolute_url()
            if record.object_id in known and hasattr(obj, "get_absolute_url")
            else "",
            is_there=obj is not None,
        )
    return found


def _readable(label: str, pks: set[Any], user: Any) -> set[Any]:
    readable = _secret.get(label)
    return set(readable(user).filter(pk__in=pks).values_list("pk", flat=True)) if readable else pks


def _name(obj: Model | None, pk: int | None, *, is_known: bool) -> str:
    if obj is None:
        return f"удалено, № {pk}"
    return str(obj) if is_known else f"№ {pk}"


def name_of(obj: Model, user: Any) -> str:
    """Return what ``user`` may call the object: its own words, or its number where they would tell a secret."""
    return _name(obj, obj.pk, is_known=obj.pk in _readable(obj._meta.label_lower, {obj.pk}, user))


def _entry(record: AuditRecord, speak: "_Speaker | None") -> Entry:
    return Entry(
        pk=record.pk,
        at=record.at,
        who=str(record.by or "командная строка"),
        what=verb_of(record.action),
        reason=record.reason if speak else "",
        changes=[
            (speak.title(name), speak.text(name, before), speak.text(name, after))
            for name, (before, after) in record.changes.items()
        ]
        if speak
        else None,
        as_role=record.as_role,
        origin=record.origin,
        object_type=record.object_type,
        object_id=record.object_id,
    )


def _plain_entry(record: AuditRecord, label: str) -> Entry:
    return replace(_entry(record, None), kind=label, about=f"№ {record.object_id}")


def verb_of(action: str) -> str:
    """Return «исправлено» for «training.edit_training»."""
    return VERBS.get(action) or VERBS.get(action.split(".")[-1].split("_")[0], action)


class _Speaker:
    """Says the columns and values of the log as the screen does: words for keys, names for rows."""

    def __init__(self, model: type[Model], records: list[AuditRecord]):
        changed = {name for record in records for name in record.changes}
        self.fields: dict[str, Any] = {field.name: field for field in model._meta.get_fields()}
        vocabularies = {name: vocabulary_of(self.fields.get(name)) for name in changed}
        titles = titles_of(*filter(None, vocabularies.values()))
        self.words = {name: titles[key] for name, key in vocabularies.items() if key}
        for name in changed:
            field = self.fields.get(name)
            if field is None:
                continue
            if getattr(field, "choices", None):
                self.words[name] = dict(field.flatchoices)
            elif field.is_relation and field.related_model:
                keys = {key for record in records for key in keys_in(record.changes.get(name))}
                rows = field.related_model._base_manager.filter(pk__in=keys) if keys else ()
                self.words[name] = {row.pk: str(row) for row in rows}

    def title(self, name: str) -> str:
        field = self.fields.get(name)
        if field is None:
            return NAMES.get(name, name)
        if field.auto_created and field.is_relation:
            return str(field.related_model._meta.verbose_name_plural)
        return str(field.verbose_name)

    def text(self, name: str, value: Any) -> str:
        words = self.words.get(name, {})
        if isinstance(value, list):
            return ", ".join(_item(words, item) for item in value) or "пусто"
        if isinstance(value, dict):
            return _item(words, value) or "пусто"
        return str(words[value]) if value in words else _text(name, value)


def _item(words: dict[Any, Any], item: Any) -> str:
    """Return one of several values, or what stands under the keys of a column that holds a structure."""
    if isinstance(item, dict):
        return ", ".join(f"{words.get(key, key)}: {_item(words, value)}" for key, value in item.items())
    if isinstance(item, list):
        return ", ".join(_item(words, each) for each in item)
    if isinstance(item, bool):
        return "да" if item else "нет"
    return str(words.get(item, item))


def keys_in(change: list[Any] | None) -> list[int]:
    """Return the primary keys among the two values of a change."""
    flat = [item for value in change or () for item in (value if isinstance(value, list) else [value])]
    return [item for item in flat if isinstance(item, int) and not isinstance(item, bool)]


def _text(name: str, value: Any) -> str:
    if value is None or value == "":
        return "пусто"
    if isinstance(value, bool):
        return "да" if value else "нет"
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    # In the database stands the first day on which it no longer holds.
    return f"{day - dt.timedelta(days=1) if name in HALF_OPEN else day:%d.%m.%Y}"
