"""What any table of answers may use: partial marks, a whole form, scores."""

import pytest

from masterstvo.assessments.actions.answering import (
    AnswerIsMissing,
    AnswerIsWrong,
    check_complete,
    keep_answer,
    keep_answers,
    score_answers,
)
from masterstvo.assessments.content.reading import read
from masterstvo.assessments.models import AnonymousSheet
from masterstvo.assessments.queries.form import form_of, keys_of
from masterstvo.assessments.queries.instrument import published_versions
from tests.factories.assessments import CONTENT, InstrumentFactory, VersionFactory
from tests.factories.organizations import MunicipalityFactory

POINTS = {"kind": "points", "maximum": 10}


@pytest.fixture
def content():
    marks = {"title": "Работа", "criteria": [{"key": "p", "text": "Новизна", "scale": POINTS}]}
    return read({**CONTENT, "sections": [*CONTENT["sections"], {"key": "s3", **marks}]})


def values(parts):
    return {field.criterion.key: field.value for part in parts for field in part.fields}


def test_marks_are_kept_one_by_one_and_scored_when_none_is_missing(content):
    sheet = AnonymousSheet()

    for key in ("q1", "q2", "q3"):
        keep_answer(sheet, content, key=key, sent=["2"])
    with pytest.raises(AnswerIsMissing, match="Новизна"):
        check_complete(sheet, content)
    keep_answer(sheet, content, key="p", sent=["5"])
    check_complete(sheet, content)
    result = score_answers(sheet, content)

    assert result.sections["s3"].percent == 50
    assert (sheet.percent, sheet.level) == (result.total.percent, "достаточный")


def test_a_form_half_filled_is_kept_and_stands_there_again(content):
    sheet = AnonymousSheet(answers={"q3": "0"})

    keep_answers(sheet, content, sent={"q1": ["2"], "p": ["7,5"], "q2": []})

    assert sheet.answers == {"q1": "2", "p": "7.5"}
    assert values(form_of(content, sheet)) == {"q1": ["2"], "q2": [], "q3": [], "q4": "", "p": "7,5"}


def test_a_mark_out_of_bounds_is_named_and_what_was_sent_stands_there(content):
    sheet, sent = AnonymousSheet(), {"p": ["11"]}

    with pytest.raises(AnswerIsWrong, match="«Новизна»: .* от 0 до 10") as refusal:
        keep_answers(sheet, content, sent=sent)
    fields = [field for part in form_of(content, sheet, sent=sent, wrong=refusal.value.key) for field in part.fields]  # fmt: skip

    assert [(each.value, each.is_wrong) for each in fields if each.criterion.key == "p"] == [("11", True)]


def test_only_the_criteria_of_ones_own_form_are_there(content):
    sheet = AnonymousSheet(form=["p"])

    assert keys_of(content, sheet) == ["p"]
    assert [part.section.key for part in form_of(content, sheet)] == ["s3"]
    with pytest.raises(AnswerIsWrong):
        keep_answer(sheet, content, key="q1", sent=["2"])


@pytest.mark.django_db
def test_instruments_are_judged_by_in_their_newest_published_version():
    here = MunicipalityFactory()
    mine = InstrumentFactory(municipality=here, subject="entry")
    VersionFactory(instrument=mine)
    newest = VersionFactory(instrument=mine, number=2)
    VersionFactory(instrument=mine, number=3, published_on=None)
    VersionFactory(instrument__subject="entry")
    VersionFactory(instrument__municipality=here, instrument__subject="person")

    assert list(published_versions(here.pk, {"entry"}).filter(instrument__municipality=here)) == [newest]
