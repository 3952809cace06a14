from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "masterstvo.mentoring"
    verbose_name = "Наставничество"

    def ready(self):
        from masterstvo.mentoring import rules, sources  # noqa: F401, PLC0415 -- app ready

        sources.declare()
