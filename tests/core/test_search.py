import pytest

from masterstvo.core.search import fold_for_search, matching, mentioning
from masterstvo.organizations.models import Organization
from tests.factories.organizations import OrganizationFactory


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("СЕМЁНОВА", "семенова"),
        ("МБОУ «Лесная СОШ»", "мбоу лесная сош"),
        ("Ёлка-2 QR", "елка-2 qr"),
        (None, None),
        ("", ""),
    ],
)
def test_a_search_form_has_no_case_no_yo_and_no_quotes(text, folded):
    assert fold_for_search(text) == folded


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("березовая", 1),
        ("БЕРЁЗОВАЯ сош", 1),
        ("сош березовая", 1),
        ("«Берёзовая»", 1),
        ("берёзовая гимназия", 0),
        ("100%", 0),
        ("_", 0),
        ("'; drop", 0),
        ("   ", 1),
    ],
)
def test_every_word_must_stand_somewhere_in_the_row(text, found):
    OrganizationFactory(title="МБОУ «Берёзовая", short_title="СОШ»")

    assert matching(Organization.objects.all(), text, "title", "short_title").count() == found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("просит СЕМЕНОВА Ирина", True),
        ("Ирина Павловна Семёнова", True),
        ("Семёнова П. И.", False),
        ("письмо от a+b@Example.org", True),
        ("письмо от ab@example.org", False),
        ("(Семёнова\nИрина)", True),
    ],
)
def test_a_text_mentions_all_words_of_a_group_in_any_order_and_spelling(text, is_found):
    OrganizationFactory(title=text)

    groups = [("семенов", "Ирин"), ("a+b@example.org",)]
    assert mentioning(Organization.objects.all(), "title", groups).exists() == is_found
