from django.apps import AppConfig


class RoutesConfig(AppConfig):
    name = "masterstvo.routes"
    verbose_name = "Маршруты"

    def ready(self):
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.people import panels  # noqa: PLC0415 -- app ready
        from masterstvo.routes import (  # noqa: PLC0415 -- app ready
            personal,
            rules,
            sources,
            tables,
        )

        personal.declare_personal()

        sources.declare()
        panels.add_accompanied(rules.people_on_routes_of)
        panels.card.add(tables.person_panel, order=60)
        menu.add_item(
            section="Развитие",
            title="Маршруты",
            icon="route",
            url_name="routes:route_list",
            permission="routes.view_route",
            order=305,
        )
