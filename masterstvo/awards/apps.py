from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "masterstvo.awards"
    verbose_name = "Награды"

    def ready(self):
        from masterstvo.awards import personal, tables  # noqa: PLC0415 -- app ready
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.people import panels  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        panels.card.add(tables.person_panel, order=75)
        menu.add_item(
            section="Развитие",
            title="Награды",
            icon="medal",
            url_name="awards:nomination_list",
            permission="awards.view_nomination",
            order=355,
        )
