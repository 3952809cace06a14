import factory
from django.utils import timezone

from masterstvo.accounts.queries import hash_of
from masterstvo.agenda.models import Feed
from tests.factories.accounts import UserFactory


class FeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Feed

    class Params:
        token = factory.Sequence("token-{}".format)

    user = factory.SubFactory(UserFactory)
    title = "Телефон"
    token_hash = factory.LazyAttribute(lambda feed: hash_of(feed.token))
    made_at = factory.LazyFunction(timezone.now)
