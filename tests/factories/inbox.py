import factory

from masterstvo.inbox.models import Notice, Preference
from tests.factories.accounts import UserFactory


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    user = factory.SubFactory(UserFactory)
    kind = "assignment"
    text = "Прочитайте протокол"
    url = "/inbox/settings/"
    key = factory.Sequence(lambda n: f"thing:{n}")


class PreferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Preference

    user = factory.SubFactory(UserFactory)
