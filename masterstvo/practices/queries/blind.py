"""What reviewers who see no names are shown of a version, and what must not be in it."""

from django.db.models import QuerySet

from masterstvo.experts.choices import SHOWN, CopyState
from masterstvo.experts.queries import secrets_about
from masterstvo.experts.redacting import Secrets
from masterstvo.people.models import Person
from masterstvo.practices.models import FileCopy, PracticeVersion

WORDS = ("title", "problem", "steps", "resources", "effect", "evidence", "conditions")


def secrets_of(version: PracticeVersion) -> Secrets:
    """Return what a reviewer must not learn: the authors, and every organization where they ever worked. Queries: three."""
    practice = version.practice
    people = list(Person.objects.filter(authorships__practice=practice).order_by("pk"))
    return secrets_about(people, practice.organization_id)


def as_reviewed(version: PracticeVersion) -> PracticeVersion:
    """Return the version with the words that its reviewers read; it is not to be stored."""
    if version.is_blind:
        for name, words in version.nameless.items():
            setattr(version, name, words)
    return version


def doubtful_words(version: PracticeVersion) -> list[str]:
    """Return what the words for reviewers still say that may tell of the school; nothing where names are shown. Queries: three."""
    if not version.is_blind:
        return []
    found = secrets_of(version)
    told = [each for words in version.nameless.values() for each in found.doubtful(words)]
    return list(dict.fromkeys(told))


def copies_of(version: PracticeVersion) -> QuerySet[FileCopy]:
    """Return the copies of a version in the order of its files."""
    return FileCopy.objects.filter(source__version=version).order_by("source", "pk")


def shown_copies() -> QuerySet[FileCopy]:
    return FileCopy.objects.filter(state__in=SHOWN)


def doubtful(version: PracticeVersion) -> QuerySet[FileCopy]:
    """Return the copies that an organizer has to look at before reviewers get them."""
    return copies_of(version).filter(state=CopyState.DOUBTFUL)
