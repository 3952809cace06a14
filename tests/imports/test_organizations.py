import pytest

from masterstvo.imports.checking.organizations import Organizations, Place

SCHOOLS = [
    Place(
        1, "МБОУ «Приреченская средняя общеобразовательная школа № 1»", "СОШ № 1", code="001", kind="school"
    ),
    Place(
        2, "МБОУ «Приреченская средняя общеобразовательная школа № 2»", "СОШ № 2", code="002", kind="school"
    ),
    Place(3, "МБОУ «Радуга»", kind="school"),
    Place(4, "МБДОУ «Радуга»", kind="kindergarten", aliases=("Садик на горе",)),
]


@pytest.mark.parametrize(
    ("spelling", "pks"),
    [
        ("СОШ № 1", {1}),
        ("сош №1", {1}),
        ("МКОУ \"СОШ №1\"", {1}),
        ("МБОУ Приреченская СОШ № 2", {2}),
        ("муниципальное бюджетное общеобразовательное учреждение «Приреченская средняя общеобразовательная школа №2»", {2}),
        ("Приреченская средняя школа №2", {2}),
        ("002", {2}),
        ("Радуга", {3, 4}),
        ("МБДОУ Радуга", {4}),
        ("садик на горе.", {4}),
        ("СОШ № 3", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_an_organization_is_found_by_its_spellings(spelling, pks):
    assert Organizations.of(SCHOOLS).called(spelling) == pks


def test_similar_names_are_offered_and_the_number_decides():
    near = Organizations.of(SCHOOLS).near("Приречинская школа 2")

    assert near[0].pk == 2
