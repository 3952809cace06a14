import pytest

from masterstvo.core import terms
from masterstvo.core.models import Term

pytestmark = pytest.mark.django_db


def test_shipped_terms_are_there_after_migration():
    assert terms.titles("locality") == {"village": "село", "town": "город"}


def test_loading_again_keeps_the_authoritys_own_title():
    Term.objects.filter(vocabulary="locality", key="town").update(title="городской округ")

    terms.load_shipped_terms()

    assert terms.titles("locality")["town"] == "городской округ"


def test_a_synonym_leads_to_the_term_whatever_its_case_and_yo():
    found = terms.spellings("topic")

    assert found["фг"].key == "functional_literacy"
    assert found["одаренные дети"].key == "gifted"


def test_a_merged_word_leads_to_the_word_it_was_merged_into():
    kept = Term.objects.get(vocabulary="topic", key="standards")
    Term.objects.create(vocabulary="topic", key="own", title="новые стандарты", merged_into=kept)

    assert terms.spellings("topic")["новые стандарты"] == kept
