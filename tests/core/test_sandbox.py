"""Parsers of strangers' files are limited in time and memory."""

import os
import sys
import time

import pytest

from masterstvo.core.errors import DomainError
from masterstvo.core.sandbox import BROKEN, TOO_LARGE, TOO_LONG, CannotRead, run_limited

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no resource limits there")


def doubled(number, *, more=0):
    print("a parser that talks")
    return number * 2 + more


def refuse(sentence):
    raise DomainError(sentence)


def hang():
    while True:
        time.sleep(1)


def spin():
    while True:
        pass


def eat():
    return [bytearray(2**20) for _ in range(10_000)]


def break_down():
    raise KeyError("a hole in the parser")


def crash():
    os.abort()


def write():
    with open("/tmp/written-by-a-parser", "w") as file:
        file.write("x" * 100_000)


@pytest.fixture(autouse=True)
def _importable(monkeypatch, settings):
    """pytest imports tests under names of its own; the child needs one that it can import."""
    settings.LIMIT_PARSERS = True
    monkeypatch.syspath_prepend(os.path.dirname(__file__))
    for function in (doubled, refuse, hang, spin, eat, break_down, crash, write):
        monkeypatch.setattr(function, "__module__", "test_sandbox")


def test_the_answer_comes_back():
    assert run_limited(doubled, 4, more=1) == 9


def test_a_refusal_comes_back_with_its_words():
    with pytest.raises(DomainError, match="^Файл пуст.$"):
        run_limited(refuse, "Файл пуст.")


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (hang, TOO_LONG),
        (spin, TOO_LONG),
        (eat, TOO_LARGE),
        (crash, TOO_LARGE),
        (break_down, BROKEN),
        (write, BROKEN),
    ],
)
def test_what_goes_wrong_is_one_sentence(function, sentence):
    started = time.monotonic()
    with pytest.raises(CannotRead) as refusal:
        run_limited(function, seconds=2, megabytes=300)

    assert str(refusal.value) == sentence
    assert time.monotonic() - started < 10
