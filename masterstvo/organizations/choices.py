from django.db import models


class Role(models.TextChoices):
    """Stable keys of the roles that a grant gives; what each may do is in the apps' rules, its title is a word of «role»."""

    REGION = "regional_operator"
    HEAD = "municipal_head"
    METHODIST = "methodist"
    ORGANIZATION = "organization_head"
    CURATOR = "school_curator"
    OBSERVER = "observer"


PLACES: dict[str, frozenset[str]] = {  # over what a role may be held; the database keeps the same
    Role.REGION: frozenset({"region"}),
    Role.HEAD: frozenset({"municipality"}),
    Role.METHODIST: frozenset({"municipality"}),
    Role.ORGANIZATION: frozenset({"organization"}),
    Role.CURATOR: frozenset({"organization"}),
    Role.OBSERVER: frozenset({"region", "municipality"}),
}
GIVES: dict[str, frozenset[str]] = {  # which roles a role gives within its own place: never a wider one
    Role.REGION: frozenset({Role.HEAD}),
    Role.HEAD: frozenset({Role.HEAD, Role.METHODIST, Role.ORGANIZATION, Role.CURATOR, Role.OBSERVER}),
    Role.METHODIST: frozenset({Role.ORGANIZATION, Role.CURATOR, Role.OBSERVER}),
    Role.ORGANIZATION: frozenset({Role.CURATOR}),
}
