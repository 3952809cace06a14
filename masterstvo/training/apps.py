from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "masterstvo.training"
    verbose_name = "Обучение"

    def ready(self):
        from masterstvo.training import rules, sources  # noqa: F401, PLC0415 -- app ready

        sources.declare()
