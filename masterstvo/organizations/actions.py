"""Everything that changes regions, municipalities and organizations."""

from django.db import transaction

from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.organizations.models import Municipality, Region


class MunicipalityExists(DomainError):
    pass


@transaction.atomic
def create_municipality(*, code, title, region_title, by):
    """Add a municipality, and its region when that is new.

    Raises: MunicipalityExists.
    """
    if Municipality.objects.filter(code=code).exists():
        raise MunicipalityExists(f"Муниципалитет с кодом «{code}» уже есть.")
    region, _ = Region.objects.get_or_create(title=region_title)
    if region.municipalities.filter(title=title).exists():
        raise MunicipalityExists(f"Муниципалитет «{title}» уже есть: {region_title}.")
    municipality = Municipality.objects.create(region=region, code=code, title=title)
    record(by, "organizations.create_municipality", municipality, changes={"title": ("", title)})
    return municipality
