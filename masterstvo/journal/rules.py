"""Who reads the log: those who answer for a whole municipality or region, about what belongs to it."""

import rules

from masterstvo.core.audit import place_of
from masterstvo.core.models import AuditRecord
from masterstvo.organizations.choices import Role
from masterstvo.organizations.rules import VIEWS, has_role, municipalities_where

READERS = frozenset({Role.HEAD, Role.METHODIST, Role.REGION})


def visible_records(user):
    """Return the records about objects of the municipalities that ``user`` answers for; a superuser sees those of nobody too.

    What a record says in detail is decided once more by ``core.history.keep_secret``.
    """
    if user.is_superuser:
        return AuditRecord.objects.all()
    return AuditRecord.objects.filter(place_id__in=municipalities_where(user, READERS))


def visible_object(user, model, pk):
    """Return the object whose history ``user`` may open, or None: visible to them as a page is, and in a place they answer for."""
    scope = VIEWS.get(f"{model._meta.app_label}.view_{model._meta.model_name}")
    obj = scope(user).filter(pk=pk).first() if scope else None
    if obj is None or user.is_superuser:
        return obj
    return obj if municipalities_where(user, READERS).filter(pk=place_of(obj)).exists() else None


def labels_with_history():
    """Return the labels of the models whose rows ``visible_object`` knows."""
    return {permission.replace(".view_", ".") for permission in VIEWS}


def may_change(user, obj):
    """Tell whether ``user`` may change the object, as on its own form."""
    return user.has_perm(f"{obj._meta.app_label}.change_{obj._meta.model_name}", obj)


rules.add_perm("journal.view_record", has_role(READERS) | rules.is_superuser)
