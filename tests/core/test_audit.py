import pytest

from masterstvo.core import audit
from masterstvo.core.models import AuditRecord
from tests.factories.accounts import UserFactory
from tests.factories.core import TermFactory
from tests.factories.facts import MentorshipFactory, TrainingFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory
from tests.factories.plans import ActivityFactory

pytestmark = pytest.mark.django_db


def test_a_record_tells_in_which_role_and_from_which_request(db):
    user = UserFactory()
    user.acting_as = "муниципальный методист, Приреченский район"

    with audit.coming_from("request:5f0c"):
        audit.record(user, "core.edit_term", TermFactory())
    audit.record(None, "core.edit_term", TermFactory())

    inside, outside = AuditRecord.objects.order_by("pk")
    assert (inside.as_role, inside.origin) == ("муниципальный методист, Приреченский район", "request:5f0c")
    assert (outside.as_role, outside.origin) == ("", "")


def test_a_page_gives_its_number_to_what_it_changed(sign_in):
    client = sign_in(municipality=MunicipalityFactory())

    response = client.get("/")

    assert len(response["X-Request-ID"]) == 12


@pytest.mark.parametrize("make", [TrainingFactory, MentorshipFactory, ActivityFactory])
def test_an_object_leads_to_its_municipality(make):
    obj = make()

    assert (
        audit.place_of(obj)
        == {
            TrainingFactory: lambda: obj.person.municipality_id,
            MentorshipFactory: lambda: obj.mentor.municipality_id,
            ActivityFactory: lambda: obj.plan.municipality_id,
        }[make]()
    )


def test_a_grant_leads_to_its_municipality_by_whichever_scope_it_has():
    whole, school = GrantFactory(), GrantFactory(of_organization=True)

    assert audit.place_of(whole) == whole.municipality_id
    assert audit.place_of(school) == school.organization.municipality_id


def test_a_word_belongs_to_everybody():
    assert audit.place_of(TermFactory()) is None
