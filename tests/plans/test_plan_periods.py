"""The command ``plan periods``: phrases from stdin, a table or JSON to stdout."""

import io
import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

REAL = Path(os.environ.get("MASTERSTVO_REAL_DATA", Path(__file__).parents[2] / "../shared/data"))


def run(text: str, monkeypatch: pytest.MonkeyPatch, *options: str) -> list[str]:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    out = io.StringIO()
    call_command("plan_periods", *options, stdout=out)
    return out.getvalue().splitlines()


def test_json_is_one_object_a_line_in_readable_letters(monkeypatch):
    lines = run("# comment\nМай, ноябрь\t2\n\n", monkeypatch, "--json", "--year", "2023")
    assert '"text": "Май, ноябрь"' in lines[0]
    first, empty = (json.loads(line) for line in lines)
    assert list(first) == ["text", "kind", "start", "end", "rrule", "note"]
    assert first["end"] == "2023-11-30"
    assert first["rrule"] == "FREQ=YEARLY;BYMONTH=5,11"
    assert (empty["kind"], empty["start"]) == ("unknown", None)


def test_the_table_tells_how_many_were_understood(monkeypatch):
    lines = run("до 20 марта\nкогда-нибудь\n", monkeypatch, "--year", "2025")
    assert "20.03.2025" in lines[1]
    assert lines[-1] == "Понято 1 из 2."


def test_the_plan_year_is_the_current_one_by_default(monkeypatch, settings):
    settings.TIME_ZONE = "Asia/Irkutsk"
    from django.utils import timezone

    (line,) = run("в течение года\n", monkeypatch, "--json")
    assert json.loads(line)["end"] == f"{timezone.localdate().year}-12-31"


@pytest.mark.skipif(not (REAL / "periods.txt").exists(), reason="needs the real documents")
def test_real_phrases_are_understood(monkeypatch):
    text = (REAL / "periods.txt").read_text(encoding="utf-8")
    answers = [json.loads(line) for line in run(text, monkeypatch, "--json", "--year", "2025")]
    unknown = [answer["text"] for answer in answers if answer["kind"] == "unknown"]
    assert len(answers) > 60
    assert unknown == ["(пусто)"]  # how the list shows an empty cell
