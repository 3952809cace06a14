from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "masterstvo.contests"
    verbose_name = "Конкурсы"

    def ready(self):
        from masterstvo.accounts.panels import add_user_column  # noqa: PLC0415 -- app ready
        from masterstvo.contests import (  # noqa: PLC0415 -- app ready
            personal,
            rules,
            sources,
            tables,
        )
        from masterstvo.contests.actions.erasing import erase_files  # noqa: PLC0415 -- app ready
        from masterstvo.contests.actions.paper import prove_contest  # noqa: PLC0415 -- app ready
        from masterstvo.contests.agenda import SOURCES  # noqa: PLC0415 -- app ready
        from masterstvo.contests.queries import asking, jury, reminding  # noqa: PLC0415 -- app ready
        from masterstvo.contests.queries.entries import judges_now, takes_part  # noqa: PLC0415 -- app ready
        from masterstvo.core import history, menu  # noqa: PLC0415 -- app ready
        from masterstvo.documents.panels import Target, add_target  # noqa: PLC0415 -- app ready
        from masterstvo.experts import panels as of_experts  # noqa: PLC0415 -- app ready
        from masterstvo.inbox.panels import add_due  # noqa: PLC0415 -- app ready
        from masterstvo.organizations import panels as of_organizations  # noqa: PLC0415 -- app ready
        from masterstvo.people import asked, panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.agenda import add_source  # noqa: PLC0415 -- app ready
        from masterstvo.people.personal import erase_with  # noqa: PLC0415 -- app ready
        from masterstvo.plans.panels import add_number  # noqa: PLC0415 -- app ready
        from masterstvo.search.panels import add_kind  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        erase_with("contests.EntryFile", erase_files)

        history.keep_secret("contests.entry", rules.told_entries)
        history.keep_secret("contests.entryfile", rules.told_files)
        history.keep_secret("contests.entrycopy", rules.told_copies)
        history.keep_secret("contests.appeal", rules.told_appeals)
        history.keep_secret("contests.assignment", rules.told_assignments)
        history.keep_secret("contests.marksheet", rules.told_sheets)
        sources.declare()
        add_source(*SOURCES)
        panels.card.add(tables.person_panel, order=40)
        of_organizations.detail.add(tables.organization_panel, order=45)
        asked.add_source("contests", asking.asked_by_finals)
        add_user_column("takes_part", takes_part)
        add_user_column("judges_now", judges_now)
        add_due(jury.due_between)
        add_due(reminding.due_entries)
        add_number(tables.reports_number, order=45)
        of_experts.add_marks("contests", jury.marks_beside)
        of_experts.add_at_hand("contests", jury.works_waiting)
        of_experts.page.add(tables.judged_panel, order=20)
        menu.add_item(
            section="Развитие",
            title="Конкурсы",
            icon="award",
            url_name="contests:contest_list",
            permission="contests.list_contests",
            order=340,
        )
        menu.add_item(
            section="",
            title="Мои конкурсы",
            icon="award",
            url_name="contests:contest_own",
            permission="contests.view_own",
            only_for=rules.is_concerned,
            order=17,
        )
        menu.add_item(
            section="",
            title="Моё жюри",
            icon="gavel",
            url_name="contests:my_jury",
            permission="contests.view_my_jury",
            order=13,
        )
        add_target(
            Target(
                "contest",
                "К конкурсу",
                "Конкурс",
                "contests.change_contest",
                rules.contests_to_prove,
                ("title",),
                prove_contest,
            )
        )
        add_kind(tables.FOUND)
