"""The reader of HTML must notice what it is for, or the tests that lean on it cannot fail."""

import pytest

from tests.markup import problems


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<div><p>x</div>", "</div> closes ['p']"),
        ("<section><div></div>", "<section> is not closed"),
        ('<p id="a"></p><p id="a"></p>', 'id="a" stands twice'),
        ('<label for="x">y</label>', 'for="x" leads nowhere'),
        ('<input name="q">', "<input name=q> has no label"),
        ("<p><div></div></p>", "<div> inside a paragraph"),
    ],
)
def test_problem_is_noticed(html, found):
    assert any(problem.startswith(found) for problem in problems(html))


@pytest.mark.parametrize(
    "html",
    [
        '<label>Имя <input name="q"></label>',
        '<svg><rect width="1"/></svg><br>',
        '<p id="h"></p><input aria-label="q" aria-describedby="h">',
    ],
)
def test_sound_markup_has_no_problems(html):
    assert problems(html) == []


def test_page_needs_one_heading_of_the_first_level_and_no_skipped_ones():
    assert problems("<h2>x</h2>", whole_page=True) == ["0 headings of the first level"]
    assert problems("<h1>x</h1><h3>y</h3>", whole_page=True) == ["h1 is followed by h3"]
