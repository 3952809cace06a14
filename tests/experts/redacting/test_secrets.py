import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from masterstvo.experts.redacting import Secrets
from masterstvo.practices.queries.open import without_contacts

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


PLACES = {  # a title: how it is declined, and what may not be left of it
    "Берёзовская СОШ": (["Берёзовск{}"], "березов"),
    "МКОУ «Ольховская средняя общеобразовательная школа» Учебного района": (["Ольховск{}"], "ольхов"),
    "Гимназия «Созвездие»": (["«Созвездие»", "Созвездие"], "созвезди"),
    "МБДОУ детский сад «Родничок»": (["«Родничок»", "Родничок"], "родничок"),
    "Южная ООШ": (["Южн{}"], "южн"),
    "Каменская ООШ": (["Каменск{}", "каменск{}"], "камен"),
    "Усть-Таловская СОШ": (["Усть-Таловск{}"], "усть"),
    "Детский сад «Теремок»": (["«Теремок»", "Теремок"], "терем"),
}
ADJECTIVE, KINDS = ("ая", "ой", "ую", "ою"), ("школа", "школы", "школе", "школу", "школой", "СОШ", "гимназии", "детского сада", "садом")  # fmt: skip


@st.composite
def told_of_a_school(draw):
    """Return (the title of a school, words in which somebody speaks of it)."""
    title = draw(st.sampled_from(sorted(PLACES)))
    said = draw(st.sampled_from(PLACES[title][0])).format(draw(st.sampled_from(ADJECTIVE)))
    said = draw(st.sampled_from([said, said.upper(), said.replace("ё", "е")]))
    kind = draw(st.sampled_from(KINDS))
    between = (
        ""
        if title == "Южная ООШ"
        else draw(st.sampled_from(["", "средняя ", "средней общеобразовательной "]))
    )
    pair = draw(st.sampled_from([f"{said} {between}{kind}", f"{kind} {between}{said}"]))
    return title, f"Ученики, {pair}, измеряли пруд."


@given(told=told_of_a_school())
@settings(max_examples=60, deadline=None, phases=[Phase.generate])
def test_a_school_is_found_in_any_case_beside_its_kind(told):
    title, words = told

    left = Secrets(places=(title,)).clean(words)

    assert PLACES[title][1] not in left.lower().replace("ё", "е")
    assert "измеряли пруд" in left


DIGITS = st.text("0123456789", min_size=9, max_size=9)


@st.composite
def contacts(draw):
    number, nick = draw(DIGITS), draw(st.from_regex(r"[a-z][a-z0-9_]{4,12}", fullmatch=True))
    ways = [
        f"+7 9{number[:2]} {number[2:5]}-{number[5:7]}-{number[7:]}", f"8 (38{number[:3]}) {number[3]}-{number[4:6]}-{number[6:8]}",
        f"89{number}", f"8-9{number[:2]}-{number[2:5]}-{number[5:7]}-{number[7:]}", f"(9{number[:2]}) {number[2:5]}-{number[5:7]}-{number[7:]}",
        f"тел. {number[0]}-{number[1:3]}-{number[3:5]}", f"vk.com/{nick}", f"https://t.me/{nick}", f"@{nick}", f"{nick}@mail.example",
        f"{nick}(собака)mail.example",
    ]  # fmt: skip
    return draw(st.sampled_from(ways)), (number[-4:], nick)


@given(contact=contacts(), frame=st.sampled_from(["Пишите: {}.", "({})", "Вопросы – {}, спасибо"]))
@settings(max_examples=80, deadline=None, phases=[Phase.generate])
def test_no_contact_is_left_for_a_juror_or_in_the_open_bank(contact, frame):
    said, telling = contact

    for left in (Secrets().clean(frame.format(said)), without_contacts(frame.format(said))):
        assert [each for each in telling if each in left] == []


@pytest.mark.parametrize(
    "text", ["Урок 8.10.2025 в 12.30", "ГОСТ 7.32-2017, 2018 год", "7 класс, 25 из 30", "vk.com/video-1_2", "школа района"]
)  # fmt: skip
def test_what_only_looks_like_a_contact_stays(text):
    place = Secrets(places=("Учебная школа Учебного района",))

    assert (place.clean(text), without_contacts(text)) == (text, text)


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


KEPT = [  # a school, words of a work about something else
    ("Каменская ООШ", "каменный век в программе школы"),
    ("Каменская ООШ", "Каменный век в программе школы"),
    ("Сосновская СОШ", "сосновый бор рядом со школой"),
    ("Детский сад «Теремок»", "Ставили в саду «Теремок на новый лад»"),
    ("МБДОУ детский сад «Солнышко»", "солнышко светит детям в саду"),
    ("МБДОУ детский сад «Солнышко»", "Солнышко светит детям в саду"),
    ("СОШ № 1", "школа 1 сентября"),
    ("СОШ № 1", "Школа: 1-го сентября и 1 «А» класс"),
    ("СОШ № 12", "в школе 12 учеников, сош № 121"),
    ("Гимназия «Радуга»", "радуга над гимназией"),
    ("Южная ООШ", "рядом со школой южный ветер"),
    ("Центр «Организация»", "Организация урока в центре внимания"),
]


@pytest.mark.parametrize(("place", "text"), KEPT)
def test_ordinary_words_of_a_work_stay(place, text):
    assert Secrets(places=(place,)).clean(text) == text


@pytest.mark.parametrize(
    ("place", "text", "left"),
    [
        ("Детский сад «Теремок»", "Ставили сказку «Теремок» в нашем саду", "Ставили сказку [организация] в нашем саду"),
        ("Детский сад «Теремок»", "Работаем в саду «Теремок». Опробовано", "Работаем в [организация]. Опробовано"),
        ("Детский сад «Теремок»", 'Наш "Теремок" рад', "Наш [организация] рад"),
        ("Берёзовская СОШ", "Проект «Берёзовская школа – наш дом»", "Проект «[организация] – наш дом»"),
        ("Берёзовская СОШ", "ученики школы села Берёзовка", "ученики [организация]"),
        ("СОШ № 1", "Школа № 1, школа 1. Урок", "[организация], [организация]. Урок"),
    ],
)  # fmt: skip
def test_a_title_goes_with_its_quotes_and_without_its_neighbours(place, text, left):
    assert Secrets(places=(place,)).clean(text) == left


@pytest.mark.parametrize(
    ("place", "text"), [KEPT[0], KEPT[1], KEPT[3], KEPT[4], KEPT[5], ("Берёзовская СОШ", "Едем в Берёзовку")]
)
def test_what_may_be_the_school_is_left_for_a_person_to_judge(place, text):
    assert Secrets(places=(place,)).doubtful(text) != []
    assert Secrets(places=(place,)).doubtful("Урок о дробях, 5 класс, школьный двор") == []


def test_cleaning_ends_though_a_school_or_a_surname_is_the_word_that_is_written_there():
    called = Secrets(
        names=("Имя Ольга Ильинична", "Адрес Ли"),
        places=("Организация", "Школа «Имя»", "Школа «Организация»"),
    )

    left = called.clean("Имя О. И., наша Организация, школа «Имя», школа «Организация», [имя]")

    assert left == "[имя], наша [организация], [организация], [организация], [имя]"
