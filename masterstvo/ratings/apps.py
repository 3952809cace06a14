from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "masterstvo.ratings"
    verbose_name = "Рейтинги"

    def ready(self):
        from masterstvo.communities import panels  # noqa: PLC0415 -- app ready
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.ratings import personal, tables  # noqa: PLC0415 -- app ready
        from masterstvo.search.panels import add_kind  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        add_kind(tables.FOUND)
        panels.detail.add(tables.community_panel, order=10)
        panels.scored.add(tables.ratings_panel, order=10)
        menu.add_item(
            section="Развитие",
            title="Рейтинги",
            icon="trophy",
            url_name="ratings:rating_list",
            permission="ratings.list_ratings",
            order=352,
        )
