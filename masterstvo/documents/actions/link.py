"""Whether the addresses of documents still answer."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F

from masterstvo.core.audit import record
from masterstvo.core.outside import Answer
from masterstvo.documents.models import Document

ASKED_A_DAY, ASKED_OF_ONE_HOST = 40, 3
ENOUGH_TO_DOUBT = 3


def check_links(*, day: dt.date, ask: Callable[[str], Answer]) -> int:
    """Ask the addresses that were asked longest ago, a few of each site, and write down which are silent since when.

    When no site at all could be reached, it is our own network that is silent: then nothing is said of the documents.
    Return how many were asked. Nothing is locked while somebody else's server thinks.
    """
    asked = [(document, ask(document.url)) for document in _next_in_turn(day)]
    we_are_cut_off = len(asked) >= ENOUGH_TO_DOUBT and all(answer is Answer.UNREACHED for _, answer in asked)
    for document, answer in asked:
        was_silent = document.url_silent_since is not None
        is_silent = was_silent if we_are_cut_off else answer is not Answer.FOUND
        note_link(document, is_silent=is_silent, day=day)
    return len(asked)


@transaction.atomic
def note_link(document: Document, *, is_silent: bool, day: dt.date) -> None:
    """Write down what the address of ``document`` answered; only a change of it is told in the log."""
    before = document.url_silent_since
    since = (before or day) if is_silent else None
    same = Document.objects.filter(pk=document.pk, url=document.url)  # it may have been corrected meanwhile
    # Not through save(): a server that is down corrects no document.
    if same.update(url_checked_on=day, url_silent_since=since) and since != before:
        record(None, "documents.check_link", document, changes={"url_silent_since": (before, since)})


def _next_in_turn(day: dt.date) -> list[Document]:
    waiting = Document.objects.exclude(url="").exclude(url_checked_on=day)
    hosts: Counter[str] = Counter()
    chosen = []
    for document in waiting.order_by(F("url_checked_on").asc(nulls_first=True), "pk").iterator():
        host = urlsplit(document.url).netloc.lower()
        if hosts[host] < ASKED_OF_ONE_HOST:
            hosts[host] += 1
            chosen.append(document)
        if len(chosen) == ASKED_A_DAY:
            break
    return chosen
