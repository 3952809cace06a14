import datetime as dt

import factory
from allauth.usersessions.models import UserSession
from django.utils import timezone

from masterstvo.accounts.models import Attempt, Invitation, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence("user{}@example.org".format)
    full_name = factory.Sequence("Пользователь {}".format)

    @classmethod
    def _create(cls, model_class, *args, password=None, **kwargs):
        return model_class.objects.create_user(*args, password=password, **kwargs)


class AttemptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attempt

    key = factory.Sequence("{:064}".format)
    until = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


class UserSessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UserSession

    user = factory.SubFactory(UserFactory)
    ip = "203.0.113.7"
    session_key = factory.Sequence("{:032}".format)
    user_agent = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    user = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=7))
