from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RoutesConfig(AppConfig):
    name = "masterstvo.routes"
    verbose_name = "Маршруты"

    def ready(self):
        from masterstvo.core import history, menu  # noqa: PLC0415 -- app ready
        from masterstvo.diagnostics.panels import add_follower  # noqa: PLC0415 -- app ready
        from masterstvo.events import panels as events  # noqa: PLC0415 -- app ready
        from masterstvo.inbox.panels import add_due  # noqa: PLC0415 -- app ready
        from masterstvo.mentoring import panels as mentoring  # noqa: PLC0415 -- app ready
        from masterstvo.organizations import panels as organization_panels  # noqa: PLC0415 -- app ready
        from masterstvo.people import load, panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.agenda import add_source  # noqa: PLC0415 -- app ready
        from masterstvo.people.rules import has_only_a_card  # noqa: PLC0415 -- app ready
        from masterstvo.practices import panels as practices  # noqa: PLC0415 -- app ready
        from masterstvo.routes import (  # noqa: PLC0415 -- app ready
            personal,
            rules,
            sources,
        )
        from masterstvo.routes.actions import offer, seat, showing, template  # noqa: PLC0415 -- app ready
        from masterstvo.routes.agenda import SOURCES  # noqa: PLC0415 -- app ready
        from masterstvo.routes.queries import offer as offers  # noqa: PLC0415 -- app ready
        from masterstvo.routes.queries import route  # noqa: PLC0415 -- app ready
        from masterstvo.routes.queries import showing as shows  # noqa: PLC0415 -- app ready
        from masterstvo.routes.tables import offer as gives  # noqa: PLC0415 -- app ready
        from masterstvo.routes.tables import route as tables  # noqa: PLC0415 -- app ready
        from masterstvo.training import panels as training  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        add_source(*SOURCES)
        post_migrate.connect(
            template.load_shipped_templates, sender=self, dispatch_uid="routes.load_shipped_templates"
        )
        add_due(route.due_steps)

        sources.declare()
        history.keep_secret("routes.route", rules.opened_routes)
        history.keep_secret("routes.routestep", rules.opened_steps)
        load.add_source("routes", "шаги маршрутов", route.hours_on_routes)
        load.add_source("drafts", "черновики маршрутов", route.hours_in_drafts)
        events.detail.add(gives.event_panel, order=10)
        events.detail.add(gives.shown_panel, order=11)
        events.add_follower(seat.follow_presence)
        events.add_follower(showing.invite_to_repeat)
        training.programme.add(gives.programme_panel, order=10)
        training.session.add(gives.session_panel, order=10)
        training.add_follower(training.Follower(seat.follow_completion, seat.release_completion))
        add_follower(offer.follow_competences)
        mentoring.add_follower(mentoring.Follower(seat.follow_pair, seat.release_pair))
        mentoring.add_strengths(offers.strengths_here)
        practices.set_competences(offers.strengths_here)
        practices.set_showings(shows.shown_to)
        practices.detail.add(gives.practice_panel, order=10)
        practices.add_follower(practices.Follower(seat.follow_repeat, seat.release_repeat))
        mentoring.add_deficits(rules.known_deficits)
        mentoring.add_closed_deficits(rules.deficits_closed)
        panels.add_accompanied(rules.people_on_routes_of)
        panels.card.add(tables.person_panel, order=60)
        organization_panels.detail.add(tables.organization_panel, order=35)
        menu.add_item(
            section="Развитие",
            title="Маршруты",
            icon="route",
            url_name="routes:route_list",
            permission="routes.view_route",
            order=305,
        )
        menu.add_item(
            section="Развитие",
            title="Каталог маршрутов",
            icon="library",
            url_name="routes:offer_list",
            permission="routes.view_offer",
            order=306,
        )
        menu.add_item(
            section="Развитие",
            title="Шаблоны маршрутов",
            icon="layout-template",
            url_name="routes:template_list",
            permission="routes.view_routetemplate",
            order=307,
        )
        menu.add_item(
            section="",
            title="Мой маршрут",
            icon="route",
            url_name="routes:my_route",
            permission="routes.view_my_route",
            only_for=has_only_a_card,
            order=15,
        )
