"""Writing a practice: a draft with its files and authors, sending it, and the consent of each author."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from masterstvo.core.actions import add, change, remove
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.removal import remove_files
from masterstvo.core.scanning import refuse_infected_upload
from masterstvo.core.versions import lock
from masterstvo.core.words import clean
from masterstvo.inbox.actions import notify
from masterstvo.inbox.choices import NoticeKind
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.models import Person
from masterstvo.practices.choices import PracticeKind, VersionState
from masterstvo.practices.models import Authorship, Practice, PracticeFile, PracticeVersion

MANY = ("audience", "subjects", "topics")
TEXTS = (
    "title", "problem", "steps", "resources", "effect", "evidence", "conditions", "link", "competences", "level", "licence", "hours",
)  # fmt: skip
NEEDED = {
    "problem": "какую задачу решает",
    "steps": "как это сделать",
    "effect": "что изменилось",
    "evidence": "чем это подтверждается",
}
WITHDRAWN = "Согласие отозвано"


class NotADraft(DomainError):
    pass


class NotFinished(DomainError):
    pass


class NoConsent(DomainError):
    pass


class LastAuthor(DomainError):
    pass


# --- The draft --------------------------------------------------------------------------------------------------------
@transaction.atomic
def create_practice(
    *,
    municipality: Municipality,
    author: Person,
    title: str,
    by: Any,
    kind: str = PracticeKind.PRACTICE,
    organization: Organization | None = None,
) -> Practice:
    """Begin a practice with an empty draft; its author is the first of its authors. Consent is asked apart."""
    practice = add(
        Practice(municipality=municipality, organization=organization, kind=kind, title=clean(title)),
        by=by,
        action="practices.create_practice",
    )
    add(PracticeVersion(practice=practice, title=practice.title), by=by, action="practices.begin_version")
    add(Authorship(practice=practice, person=author), by=by, action="practices.add_author")
    return practice


@transaction.atomic
def begin_version(practice: Practice, *, by: Any) -> PracticeVersion:
    """Return the draft of a practice; where there is none, begin one as a copy of its latest version. Raises: NotADraft."""
    lock(practice)
    latest = practice.versions.order_by("-number").first()
    assert latest is not None  # every practice begins with one
    if latest.state == VersionState.DRAFT:
        return latest
    if latest.state == VersionState.SENT:
        raise NotADraft("Эта версия на экспертизе. Менять её можно, когда эксперты ответят.")
    draft = PracticeVersion(
        practice=practice, number=latest.number + 1, **{name: getattr(latest, name) for name in TEXTS}
    )
    many: dict[str, Any] = {name: list(getattr(latest, name).all()) for name in MANY}
    add(draft, by=by, action="practices.begin_version", **many)
    for each in latest.files.all():
        copy = PracticeFile(version=draft, title=each.title, file=each.file.name)
        add(copy, by=by, action="practices.add_file")
    return draft


@transaction.atomic
def edit_draft(
    version: PracticeVersion,
    *,
    by: Any,
    file: UploadedFile | None = None,
    file_title: str = "",
    drop_files: Collection[PracticeFile] = (),
    **values: Any,
) -> PracticeVersion:
    """Write on a draft, with a new file and without some of the old ones. Raises: NotADraft, Infected, Stale."""
    lock(version.practice)
    version.refresh_from_db(fields=["state"])
    if version.state != VersionState.DRAFT:
        raise NotADraft("Эту версию уже отправили: текст в ней больше не меняется.")
    if "competences" in values:
        values["competences"] = sorted(values["competences"])
    change(version, values, by=by, action="practices.edit_draft")
    if not version.practice.shown_id:
        change(version.practice, {"title": version.title}, by=by, action="practices.edit_draft")
    for each in drop_files:
        _drop(each, by=by)
    if file:
        refuse_infected_upload(file)
        title = clean(file_title) or (file.name or "Файл")[:200]
        new = PracticeFile(version=version, title=title, file=file)
        add(new, by=by, action="practices.add_file")
    return version


@transaction.atomic
def write_draft(
    version: PracticeVersion, *, people: Iterable[Person], by: Any, **values: Any
) -> PracticeVersion:
    """Write on a draft and say who made it. Raises: as ``edit_draft`` and ``set_authors``."""
    edit_draft(version, by=by, **values)
    set_authors(version.practice, people, by=by)
    return version


def _drop(file: PracticeFile, *, by: Any) -> None:
    name = file.file.name
    remove(file, by=by, action="practices.remove_file", reason="")
    remove_files([name] if name else [])


@transaction.atomic
def set_authors(practice: Practice, people: Iterable[Person], *, by: Any) -> None:
    """Say who made it, in this order; whoever stays keeps the own consent. A new author is asked for it, a former one told.

    What the bank shows keeps its authors until the next version is accepted. Raises: LastAuthor.
    """
    chosen = list(dict.fromkeys(people))
    if not chosen:
        raise LastAuthor("У практики должен быть хотя бы один автор.")
    known = {each.person_id: each for each in practice.authors.all()}
    for key, gone in known.items():
        if key not in {each.pk for each in chosen} and not gone.is_leaving:
            _let_go(gone, by=by)
    for position, person in enumerate(chosen):
        if person.pk in known:
            values = {"position": position, "is_leaving": False}
            change(known[person.pk], values, by=by, action="practices.edit_author")
            continue
        author = Authorship(practice=practice, person=person, position=position)
        add(author, by=by, action="practices.add_author")
        _ask_consent(practice, person)


def _let_go(author: Authorship, *, by: Any) -> None:
    """Take a person off the authors, at once or with the acceptance of what is written now, and tell them."""
    practice, user = author.practice, author.person.user_id
    when = "когда новую версию примут" if practice.shown_id else "сейчас"
    if practice.shown_id:
        change(author, {"is_leaving": True}, by=by, action="practices.edit_author")
    else:
        remove(author, by=by, action="practices.remove_author", reason="")
    if user and user != getattr(by, "pk", None):
        notify(
            [user],
            kind=NoticeKind.MESSAGE,
            text=f"Вас убрали из авторов практики «{practice}» ({when}). Если это ошибка, скажите соавторам или методисту.",
            key=f"practices.author_leaves:{practice.pk}:{timezone.now().isoformat()}",
            url=practice.get_absolute_url() if practice.shown_id else "",
        )


def _ask_consent(practice: Practice, person: Person) -> None:
    if person.user_id:
        notify(
            [person.user_id],
            kind=NoticeKind.INVITATION,
            text=f"Вас назвали соавтором практики «{practice}». Согласны ли вы на публикацию?",
            key=f"practices.consent:{practice.pk}",
            url=practice.get_absolute_url(),
        )


@transaction.atomic
def send_version(version: PracticeVersion, *, by: Any, today: dt.date | None = None) -> PracticeVersion:
    """Hand a draft over to review: from now on it never changes. Raises: NotADraft, NotFinished, NoConsent."""
    practice = lock(version.practice)
    version.refresh_from_db(fields=["state"])
    if version.state != VersionState.DRAFT:
        raise NotADraft("Эту версию уже отправили.")
    if missing := [words for name, words in NEEDED.items() if not getattr(version, name).strip()]:
        raise NotFinished(f"Допишите: {'; '.join(missing)}. Черновик сохранён.")
    silent = practice.authors.filter(is_leaving=False).exclude(
        pk__in=practice.authors.consenting().values("pk")
    )
    if names := [each.person.short_name for each in silent.select_related("person")]:
        raise NoConsent(
            f"Нет согласия на публикацию ({', '.join(names)}): его дают на странице практики. Черновик сохранён."
        )
    values = {"state": VersionState.SENT, "sent_on": today or timezone.localdate()}
    return change(version, values, by=by, action="practices.send_version")


@transaction.atomic
def take_back(version: PracticeVersion, *, by: Any) -> PracticeVersion:
    """Make a sent version a draft again while no expert was asked. Raises: NotADraft."""
    lock(version.practice)
    version.refresh_from_db(fields=["state"])
    if version.state != VersionState.SENT or version.reviews.exists():
        raise NotADraft("Забрать можно только то, что ещё не дали экспертам.")
    return change(
        version, {"state": VersionState.DRAFT, "sent_on": None}, by=by, action="practices.withdraw_version"
    )


# --- Consent ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def give_consent(
    author: Authorship,
    *,
    by: Any,
    is_public: bool = False,
    basis: str = "",
    today: dt.date | None = None,
) -> Authorship:
    """Let the name of an author be shown with the practice. ``basis``: the paper, where somebody else enters it."""
    values = {
        "consented_on": today or timezone.localdate(),
        "withdrawn_on": None,
        "is_public": is_public,
        "basis": clean(basis),
    }
    return change(author, values, by=by, action="practices.give_consent")


def withdraw_consent(author: Authorship, *, by: Any, today: dt.date | None = None) -> Authorship:
    """Take a name off at once; a practice in which nobody consents any longer is seen by nobody but its authors and the authority."""
    if author.consented_on is None:
        raise NoConsent("Согласия не было, отзывать нечего.")
    values = {"withdrawn_on": today or timezone.localdate(), "is_public": False}
    return change(author, values, by=by, action="practices.withdraw_consent")


@transaction.atomic
def remove_draft(practice: Practice, *, by: Any, reason: str = "") -> None:
    """Remove a practice that nobody ever sent, with its files. Raises: NotADraft."""
    lock(practice)
    if practice.versions.exclude(state=VersionState.DRAFT).exists():
        raise NotADraft("Эту практику уже отправляли: её историю не удаляют.")
    names = [each.file.name or "" for each in PracticeFile.objects.filter(version__practice=practice)]
    record(
        by, "practices.remove_practice", practice, changes={"title": (practice.title, None)}, reason=reason
    )
    practice.delete()
    remove_files(names)
