import xml.etree.ElementTree as ET

import pytest

from masterstvo.core.icons import drawings, sprite, used_icons


def test_every_used_icon_is_in_lucide():
    used = used_icons()

    assert used - drawings(used).keys() == set()


def test_used_icons_are_found_in_every_way_of_writing_them(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text("""{% icon "plus" %}{% empty_state "Нет" icon='inbox' %}""")
    (tmp_path / "views.py").write_text(
        'icon("sun")\nChoice("Все", icon="list")\ndef tag(icon: str = "users"): ...\n'
    )

    assert used_icons(tmp_path) == {"plus", "inbox", "sun", "list", "users"}


def test_sprite_holds_one_symbol_for_each_icon():
    root = ET.fromstring(sprite({"check", "x"}))

    assert [symbol.get("id") for symbol in root] == ["i-check", "i-x"]
    assert all(len(symbol) for symbol in root)


def test_sprite_names_the_icon_that_does_not_exist():
    with pytest.raises(LookupError, match="no-such-icon"):
        sprite({"check", "no-such-icon"})
