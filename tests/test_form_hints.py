"""Hints of forms speak Russian: a column's own help text is for developers."""

import re

import pytest
from django.urls import reverse

from tests.factories.organizations import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["indicators:indicator_create", "training:programme_create"])
def test_hints_of_forms_are_russian(page, as_actor):
    answer = as_actor("methodist", MunicipalityFactory()).get(reverse(page))

    hints = [str(field.help_text) for field in answer.context["form"]]
    assert [hint for hint in hints if hint and not re.search("[а-яё]", hint)] == []
