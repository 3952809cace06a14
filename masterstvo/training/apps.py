from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "masterstvo.training"
    verbose_name = "Обучение"

    def ready(self):
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.people import panels  # noqa: PLC0415 -- app ready
        from masterstvo.training import (  # noqa: F401, PLC0415 -- app ready
            personal,
            rules,
            sources,
            tables,
        )

        personal.declare_personal()

        sources.declare()
        panels.card.add(tables.person_panel, order=10)
        panels.listing.add_filter(tables.WITHOUT_COURSE)
        menu.add_item(
            section="Развитие",
            title="Курсы",
            icon="graduation-cap",
            url_name="training:training_list",
            permission="training.view_training",
            order=310,
        )
