from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "masterstvo.contests"
    verbose_name = "Конкурсы"

    def ready(self):
        from masterstvo.contests import rules, sources  # noqa: F401, PLC0415 -- app ready

        sources.declare()
