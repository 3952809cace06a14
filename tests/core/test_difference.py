from hypothesis import given
from hypothesis import strategies as st

from masterstvo.core.difference import difference, shortened

TEXTS = st.text("абв \n", max_size=60)


@given(TEXTS, TEXTS)
def test_pieces_give_both_texts_back(before, after):
    pieces = difference(before, after)

    assert "".join(text for kind, text in pieces if kind != "gone") == after
    assert "".join(text for kind, text in pieces if kind != "new") == before


def test_only_the_words_that_changed_are_marked():
    assert difference("один два три", "один пять три") == [
        ("same", "один "), ("gone", "два"), ("new", "пять"), ("same", " три"),
    ]  # fmt: skip


def test_long_stretches_without_changes_are_cut():
    same = " ".join(map(str, range(100)))

    (_, cut), (_, gone), (_, tail) = shortened(difference(f"{same} конец {same}", f"{same} {same}"))

    assert cut.startswith("…")
    assert cut.strip().endswith("98 99")
    assert gone.strip() == "конец"
    assert tail.strip().endswith("…")
    assert len(cut) < 60
