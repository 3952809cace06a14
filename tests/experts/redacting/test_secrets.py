import pytest

from masterstvo.experts.redacting import Secrets

ANNA = Secrets(names=("Семёнова Анна Петровна",), places=("МБОУ СОШ № 12 «Лесная школа»", "Лесная школа"))


@pytest.mark.parametrize(
    "text",
    [
        "урок Семёновой", "СЕМЕНОВА", "с учителем семёновым", "А. П. Семёнова", "Семёновой А.П.", "Анны Петровны", "semenova_anna",
        "Semyonova", "школа № 12", "сош№12", "в школе №12", "Лесной школы", "лесную  школу", "Shkola 12", "a.semenova@school.example",
        "+7 (912) 345-67-89", "Семё\u00adнова",
    ],
)  # fmt: skip
def test_what_names_the_entrant_or_the_school_is_found_however_it_is_written(text):
    assert ANNA.are_in(text)
    assert not ANNA.are_in(ANNA.clean(text))


@pytest.mark.parametrize(
    "text",
    [
        "Анна Каренина", "Пётр Петрович", "семена подсолнечника", "школа № 121", "лесная тропинка", "школьный музей", "12 учеников",
        "seminar", "Семён Семёныч вышел",
    ],
)  # fmt: skip
def test_other_words_stay(text):
    assert ANNA.clean(text) == text


def test_short_surnames_are_taken_whole_and_not_inside_other_words():
    lee = Secrets(names=("Ли Ольга Юрьевна",))

    assert lee.clean("Ли О. Ю., листья и лилии") == "[имя] листья и лилии" or not lee.are_in(
        lee.clean("Ли О. Ю., листья и лилии")
    )
    assert "листья и лилии" in lee.clean("Ли О. Ю., листья и лилии")


def test_both_halves_of_a_double_surname_are_secret():
    assert "Петров" not in Secrets(names=("Иванова-Петрова Мария Ильинична",)).clean(
        "М. И. Петрова ведёт урок"
    )
