import pytest

from masterstvo.cli import COMMANDS, find_command, main
from masterstvo.organizations.models import Municipality

pytestmark = pytest.mark.django_db


def test_the_longest_known_words_win():
    assert find_command(["indicators", "explain", "A2"]) == (("indicators", "explain"), ["A2"])
    assert find_command(["indicators", "--json"]) == (("indicators",), ["--json"])
    assert find_command(["dance"]) == (None, ["dance"])


def test_a_municipality_is_added_with_its_region():
    assert main(["municipality", "add", "lesnoy", "Лесной район", "--region", "Заречная область"]) == 0

    municipality = Municipality.objects.get()
    assert (municipality.code, municipality.title, municipality.region.title) == (
        "lesnoy",
        "Лесной район",
        "Заречная область",
    )


def test_a_refusal_is_one_russian_line_and_exit_code_one(capsys):
    main(["municipality", "add", "lesnoy", "Лесной район"])

    assert main(["municipality", "add", "lesnoy", "Лесной район"]) == 1
    assert capsys.readouterr().err == "Муниципалитет с кодом «lesnoy» уже есть.\n"


def test_a_command_without_its_words_tells_where_to_look(capsys):
    assert main(["municipality", "add"]) == 1
    assert "masterstvo municipality add --help" in capsys.readouterr().err


def test_without_arguments_all_commands_are_listed(capsys):
    assert main([]) == 0

    printed = capsys.readouterr().out
    assert [words for words in COMMANDS if " ".join(words) not in printed] == []
