from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "masterstvo.awards"
    verbose_name = "Награды"

    def ready(self):
        from masterstvo.awards import personal, rules, tables  # noqa: PLC0415 -- app ready
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.documents.panels import Target, add_target  # noqa: PLC0415 -- app ready
        from masterstvo.people import panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.panels import NAME  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        panels.card.add(tables.person_panel, order=75)
        add_target(
            Target(
                "nomination",
                "К выдвижению",
                "Кого и на какую награду выдвигают",
                "awards.change_nomination",
                rules.nominations_to_prove,
                (*(f"person__{name}" for name in NAME), "award__title"),
            )
        )
        menu.add_item(
            section="Развитие",
            title="Награды",
            icon="medal",
            url_name="awards:nomination_list",
            permission="awards.view_nomination",
            order=355,
        )
