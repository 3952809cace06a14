"""Variables of the environment: what is missing takes its default, what is wrong stops the start with the cure."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(("value", "found"), [(None, 1), ("", 1), ("0", 0), ("2", 2)])
def test_a_number_is_read(monkeypatch, value, found):
    if value is None:
        monkeypatch.delenv("MASTERSTVO_PROXIES", raising=False)
    else:
        monkeypatch.setenv("MASTERSTVO_PROXIES", value)

    assert env.number("MASTERSTVO_PROXIES", 1) == found


@pytest.mark.parametrize("value", ["-1", "one", "1.5"])
def test_what_is_no_number_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("MASTERSTVO_PROXIES", value)

    with pytest.raises(ImproperlyConfigured, match="MASTERSTVO_PROXIES is .* write a whole number"):
        env.number("MASTERSTVO_PROXIES", 0)


@pytest.mark.parametrize(("value", "found"), [("", "required"), ("optional", "optional")])
def test_one_of_known_words_is_read(monkeypatch, value, found):
    monkeypatch.setenv("MASTERSTVO_SECOND_FACTOR", value)

    assert env.one_of("MASTERSTVO_SECOND_FACTOR", "required", ("required", "optional")) == found


def test_an_unknown_word_stops_the_start(monkeypatch):
    monkeypatch.setenv("MASTERSTVO_SECOND_FACTOR", "no")

    with pytest.raises(ImproperlyConfigured, match="write one of: required, optional"):
        env.one_of("MASTERSTVO_SECOND_FACTOR", "required", ("required", "optional"))
