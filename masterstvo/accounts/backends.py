"""Who is behind a request."""

from django.contrib.auth.backends import ModelBackend

from masterstvo.accounts.models import User
from masterstvo.accounts.panels import user_columns


class UserBackend(ModelBackend):
    """Django's own, but the user of a request comes with the columns that apps above ask for, in the same query."""

    def get_user(self, user_id):
        user = User._default_manager.annotate(**user_columns()).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None):
        """Rules alone say who may: nobody is given permissions of Django's own, and no page asks for them."""
        return False
