from django.apps import AppConfig

WORDS = {
    "training.draft_order": "включена в проект приказа",
    "training.leave_order": "больше не в приказе",
}


class TrainingConfig(AppConfig):
    name = "masterstvo.training"
    verbose_name = "Обучение"

    def ready(self):
        from masterstvo.core import history, menu  # noqa: PLC0415 -- app ready
        from masterstvo.core.vocabularies import Kept, keep, threshold  # noqa: PLC0415 -- app ready
        from masterstvo.documents.panels import Target, add_follower, add_target  # noqa: PLC0415 -- app ready
        from masterstvo.experts.panels import page as page_of_expert  # noqa: PLC0415 -- app ready
        from masterstvo.inbox.panels import add_line  # noqa: PLC0415 -- app ready
        from masterstvo.people import asked, load, panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.agenda import add_source  # noqa: PLC0415 -- app ready
        from masterstvo.people.panels import NAME  # noqa: PLC0415 -- app ready
        from masterstvo.people.rules import has_only_a_card  # noqa: PLC0415 -- app ready
        from masterstvo.plans.panels import add_number  # noqa: PLC0415 -- app ready
        from masterstvo.search.panels import add_kind  # noqa: PLC0415 -- app ready
        from masterstvo.training import (  # noqa: PLC0415 -- app ready
            forms,
            personal,
            queries,
            rules,
            sources,
        )
        from masterstvo.training.actions.order import follow_document  # noqa: PLC0415 -- app ready
        from masterstvo.training.agenda import SOURCES  # noqa: PLC0415 -- app ready
        from masterstvo.training.tables import planning, programme, request, training  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        add_source(*SOURCES)

        sources.declare()
        load.add_source("courses", "курсы", queries.hours_of_courses)
        asked.add_source("courses", queries.asked_by_courses)
        history.VERBS.update(WORDS)
        add_follower(follow_document)
        add_target(
            Target(
                "training",
                "К курсу",
                "Кто и какой курс прошёл",
                "training.change_training",
                rules.trainings_to_prove,
                (*(f"person__{name}" for name in NAME), "programme__title"),
            )
        )
        add_line(request.waiting_line, order=20)
        add_number(request.waiting_number, order=30)
        panels.card.add(training.person_panel, order=10)
        panels.card.add(request.requests_panel, order=11)
        page_of_expert.add(training.expert_panel, order=10)
        panels.listing.add_filter(planning.WITHOUT_COURSE)
        menu.add_item(
            section="Развитие",
            title="Курсы",
            icon="graduation-cap",
            url_name="training:training_list",
            permission="training.view_training",
            order=310,
        )
        menu.add_item(
            section="Развитие",
            title="Набор на курсы",
            icon="calendar-plus",
            url_name="training:session_list",
            permission="training.view_session",
            order=311,
        )
        menu.add_item(
            section="Развитие",
            title="Заявки на курсы",
            icon="inbox",
            url_name="training:request_list",
            permission="training.view_trainingrequest",
            order=312,
        )
        menu.add_item(
            section="Развитие",
            title="План ДПО",
            icon="calendar-clock",
            url_name="training:course_plan",
            permission="training.view_training",
            order=313,
        )
        menu.add_item(
            section="",
            title="Мои курсы",
            icon="graduation-cap",
            url_name="training:my_courses",
            permission="training.view_my_courses",
            only_for=has_only_a_card,
            order=16,
        )
        add_kind(programme.FOUND)
        keep(
            Kept("training_kind", "Виды обучения"),
            Kept("provider_kind", "Виды организаторов обучения"),
            Kept(
                "eligible_provider",
                "Кто учит педагогов",
                "Чьи курсы засчитывают педагогам. Об остальных форма и загрузка предупреждают; не назван никто – годятся любые",
                key=forms.provider_field,
                follows=queries.is_about_the_same,
                is_rule=True,
                shows_key=False,
            ),
            threshold(
                "course_period",
                "Срок курсов",
                "Раз в сколько лет педагог проходит курсы",
                label="Раз в сколько лет",
                most=10,
            ),
        )
