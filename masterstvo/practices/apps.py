from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "masterstvo.practices"
    verbose_name = "Практики"

    def ready(self):
        from masterstvo.accounts.panels import add_user_column  # noqa: PLC0415 -- app ready
        from masterstvo.core import history, menu  # noqa: PLC0415 -- app ready
        from masterstvo.core.vocabularies import keep, threshold  # noqa: PLC0415 -- app ready
        from masterstvo.experts import panels as of_experts  # noqa: PLC0415 -- app ready
        from masterstvo.inbox.panels import add_due  # noqa: PLC0415 -- app ready
        from masterstvo.people import panels  # noqa: PLC0415 -- app ready
        from masterstvo.practices import personal, rules, sources, tables  # noqa: PLC0415 -- app ready
        from masterstvo.practices.queries import experts  # noqa: PLC0415 -- app ready
        from masterstvo.practices.queries.bank import has_practices  # noqa: PLC0415 -- app ready
        from masterstvo.practices.queries.review import due_reviews  # noqa: PLC0415 -- app ready
        from masterstvo.search.panels import add_kind  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        sources.declare()
        add_user_column("has_practices", has_practices)
        add_kind(tables.FOUND)
        history.keep_secret("practices.practice", rules.told_practices)
        history.keep_secret("practices.practiceversion", rules.told_versions)
        history.keep_secret("practices.authorship", rules.told_authors)
        history.keep_secret("practices.practicefile", rules.told_files)
        add_due(due_reviews)
        of_experts.page.add(tables.reviewed_panel, order=21)
        of_experts.add_ties("practices", experts.ties_of_authors)
        of_experts.add_marks("practices", experts.marks_beside)
        of_experts.add_at_hand("practices", experts.reviews_waiting)
        panels.card.add(tables.person_panel, order=66)
        menu.add_item(
            section="Развитие",
            title="Банк практик",
            icon="book-open-check",
            url_name="practices:practice_list",
            permission="practices.view_practice",
            order=345,
        )
        menu.add_item(
            section="Развитие",
            title="Экспертиза практик",
            icon="clipboard-check",
            url_name="practices:practice_queue",
            permission="practices.run_practice",
            order=346,
        )
        menu.add_item(
            section="",
            title="Мои практики",
            icon="book-open-check",
            url_name="practices:my_practices",
            permission="practices.view_my_practices",
            only_for=rules.is_concerned,
            order=18,
        )
        keep(
            threshold(
                "practice_term",
                "Срок практик",
                "На сколько месяцев принимают практику",
                label="Месяцев",
                most=120,
            )
        )
