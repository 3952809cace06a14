from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "masterstvo.contests"
    verbose_name = "Конкурсы"
