from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "masterstvo.documents"
    verbose_name = "Документы"

    def ready(self):
        from masterstvo.documents import rules, sources  # noqa: F401, PLC0415 -- app ready

        sources.declare()
