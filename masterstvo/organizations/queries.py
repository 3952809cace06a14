"""Reads about organizations that cross tables."""

from masterstvo.core.errors import DomainError
from masterstvo.organizations.models import Municipality


class MunicipalityNotFound(DomainError):
    pass


def municipality_by_code(code=None):
    """Return the municipality with ``code``; without a code, the only one there is.

    Raises: MunicipalityNotFound.
    """
    if code:
        found = Municipality.objects.filter(code=code).select_related("region").first()
        if found is None:
            known = (
                ", ".join(Municipality.objects.order_by("code").values_list("code", flat=True))
                or "пока ни одного"
            )
            raise MunicipalityNotFound(f"Муниципалитета с кодом «{code}» нет. Есть: {known}.")
        return found
    rows = list(Municipality.objects.order_by("code").select_related("region")[:2])
    if not rows:
        raise MunicipalityNotFound(
            'Муниципалитетов ещё нет. Добавьте: masterstvo municipality add КОД "Название".'
        )
    if len(rows) > 1:
        raise MunicipalityNotFound("Муниципалитетов несколько: укажите нужный, --municipality КОД.")
    return rows[0]
