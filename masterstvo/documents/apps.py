from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "masterstvo.documents"
    verbose_name = "Документы"
