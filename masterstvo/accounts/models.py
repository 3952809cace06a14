"""Users: whoever signs in, by e-mail."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may do follows from their grants and from the facts about their person."""

    email = models.EmailField(
        "электронная почта", unique=True, error_messages={"unique": "Этот адрес уже занят."}
    )
    full_name = models.CharField("имя", max_length=200)
    is_active = models.BooleanField("вход открыт", default=True)
    is_staff = models.BooleanField("служба поддержки", default=False)
    joined_at = models.DateTimeField("заведена", default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "учётная запись"
        verbose_name_plural = "учётные записи"
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_ignores_case")]

    def __str__(self):
        return self.full_name or self.email


class Attempt(models.Model):
    """How many times something secret was tried lately, by an account or from an address.

    ``key`` is a keyed hash: the table tells neither addresses nor whose accounts they are.
    """

    key = models.CharField("что ограничено", max_length=64, unique=True)
    n_tried = models.PositiveIntegerField("сколько раз", default=0)
    until = models.DateTimeField("до какого времени", db_index=True)

    is_passing = True  # no backup keeps it

    class Meta:
        verbose_name = "попытки"
        verbose_name_plural = "попытки"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.key[:8]}: {self.n_tried}"


class InvitationQuerySet(models.QuerySet):
    def live(self, now):
        """Keep the invitations whose link opens at ``now``, if its letter has been written."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A letter with a link by which the owner of an account chooses the first password. The link itself is kept nowhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations", verbose_name="кого"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто пригласил",
    )
    token_hash = models.CharField("хеш ссылки", max_length=64, unique=True, null=True, blank=True)
    created_at = models.DateTimeField("когда", auto_now_add=True)
    expires_at = models.DateTimeField("действует до")
    accepted_at = models.DateTimeField("принято", null=True, blank=True)
    withdrawn_at = models.DateTimeField("отозвано", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "приглашение"
        verbose_name_plural = "приглашения"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="accounts_invitation_one_is_open",
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.created_at:%d.%m.%Y}"
