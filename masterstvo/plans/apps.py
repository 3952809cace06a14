from django.apps import AppConfig

WORDS = {
    "plans.import_plan": "прочитан план из документа",
    "plans.begin_plan": "начат проект плана",
    "plans.drop_plan": "убран пустой проект плана",
    "plans.accept_difference": "принято изменение из документа",
    "plans.approve_plan": "план утверждён",
    "plans.change_plan_state": "изменено состояние плана",
    "plans.edit_plan": "исправлен титул плана",
    "plans.add_approval": "внесено согласование",
    "plans.remove_approval": "убрано согласование",
    "plans.enter_result": "внесён результат",
    "plans.undo_result": "отменена запись результата",
    "plans.create_activity": "добавлено мероприятие",
    "plans.edit_activity": "исправлено мероприятие",
    "plans.link_targets": "связано с показателями",
    "plans.prove_activity": "приложен документ",
    "plans.remove_evidence": "убрано подтверждение",
}


class PlansConfig(AppConfig):
    name = "masterstvo.plans"
    verbose_name = "Планы"

    def ready(self):
        from masterstvo.core import history, integrity, menu  # noqa: PLC0415 -- app ready
        from masterstvo.documents import panels  # noqa: PLC0415 -- app ready
        from masterstvo.inbox.panels import add_due, add_line  # noqa: PLC0415 -- app ready
        from masterstvo.people.agenda import add_source  # noqa: PLC0415 -- app ready
        from masterstvo.plans import (  # noqa: PLC0415 -- app ready
            personal,
            rules,
            tables,
        )
        from masterstvo.plans.actions.activity import prove_activity  # noqa: PLC0415 -- app ready
        from masterstvo.plans.agenda import SOURCES  # noqa: PLC0415 -- app ready
        from masterstvo.plans.queries.due import due_activities, overdue_line  # noqa: PLC0415 -- app ready
        from masterstvo.plans.queries.menu import overdue_in_menu  # noqa: PLC0415 -- app ready
        from masterstvo.search.panels import add_kind  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        add_source(*SOURCES)
        add_due(due_activities)
        add_line(overdue_line, order=10)

        history.VERBS.update(WORDS)
        panels.proofs.add(tables.proof_panel, order=10)
        panels.add_target(
            panels.Target(
                "activity",
                "К мероприятию плана",
                "Мероприятие плана",
                "plans.change_activity",
                rules.activities_to_prove,
                ("number", "title"),
                attach=prove_activity,
            )
        )
        integrity.add_sums("plans.PlanFile")
        menu.add_item(
            section="",
            title="Сегодня",
            icon="sun",
            url_name="plans:today",
            permission="plans.view_activity",
            order=10,
        )
        menu.add_item(
            section="План года",
            title="Мероприятия",
            icon="list-checks",
            url_name="plans:activity_list",
            permission="plans.view_activity",
            order=110,
            count=overdue_in_menu,
        )
        menu.add_item(
            section="План года",
            title="Показатели",
            icon="target",
            url_name="plans:target_list",
            permission="plans.view_target",
            order=120,
        )
        menu.add_item(
            section="План года",
            title="План",
            icon="file-text",
            url_name="plans:plan_list",
            permission="plans.view_plan",
            order=140,
        )
        add_kind(tables.FOUND)
