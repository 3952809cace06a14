from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "masterstvo.training"
    verbose_name = "Обучение"
