"""The collection of a year as a .docx file with contents."""

from collections.abc import Mapping, Sequence

from masterstvo.core.word import Paper
from masterstvo.practices.models import Practice
from masterstvo.practices.queries.bank import PARTS, foot, lines_of, names


def as_word(
    practices: Sequence[Practice], words: Mapping[str, Mapping[str, str]], *, title: str, place: str
) -> bytes:
    """Return the collection of ``practices``, of ``queries.bank.with_words``, not empty. Contacts of authors are not in it."""
    paper = Paper(title, day=max(each.banked_on for each in practices if each.banked_on), author=place)
    paper.head(place, title.upper())
    paper.contents()
    for kind, heading in PARTS:
        if of_kind := [each for each in practices if each.kind == kind]:
            paper.heading(heading)
            for each in of_kind:
                _practice(paper, each, words)
    return paper.bytes()


def _practice(paper: Paper, practice: Practice, words: Mapping[str, Mapping[str, str]]) -> None:
    version = practice.shown
    assert version is not None  # the bank holds nothing else
    paper.heading(version.title, 2)
    if told := names(practice):
        paper.line(told, after=6)
    for heading, text in lines_of(practice)[:2]:
        _told(paper, heading, text)
    paper.line("Как это сделать", bold=True, before=6, keep_next=True)
    paper.items(version.step_lines)
    for heading, text in lines_of(practice)[2:]:
        _told(paper, heading, text)
    paper.line(foot(practice, words), before=6, after=12)


def _told(paper: Paper, heading: str, text: str) -> None:
    paper.line(heading, bold=True, before=6, keep_next=True)
    paper.text(*(line.strip() for line in text.splitlines() if line.strip()))
