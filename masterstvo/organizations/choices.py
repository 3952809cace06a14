from django.db import models


class Role(models.TextChoices):
    """Stable keys of the roles that a grant gives; what each may do is in the apps' rules."""

    REGION = "regional_operator", "региональный оператор"
    HEAD = "municipal_head", "руководитель органа управления образованием"
    METHODIST = "methodist", "муниципальный методист"
    ORGANIZATION = "organization_head", "руководитель организации"
    CURATOR = "school_curator", "школьный куратор"
    OBSERVER = "observer", "наблюдатель"
