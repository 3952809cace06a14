from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "masterstvo.mentoring"
    verbose_name = "Наставничество"
