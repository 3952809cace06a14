from django.apps import AppConfig

WORDS = {
    "mentoring.agree_mentee": "наставляемый согласен",
    "mentoring.agree_mentor": "наставник согласен",
    "mentoring.answer_need": "наставник найден",
    "mentoring.answer_sheet": "анкета заполнена",
    "mentoring.apply_template": "добавлены задачи шаблона",
    "mentoring.ask_side": "сторону пары спросили анкетой",
    "mentoring.begin_mentorship": "пара начала работу без приказа",
    "mentoring.decline_need": "наставник не нужен",
    "mentoring.draft_order": "включена в проект приказа",
    "mentoring.fix_mentorship": "пара закреплена приказом",
    "mentoring.forget_sheet": "анкета отозвана: человек не в этой паре",
    "mentoring.keep_sheet": "ответы анкеты сохранены",
    "mentoring.leave_order": "исключена из проекта приказа",
    "mentoring.mark_condition": "условие выполнено",
    "mentoring.note_conversation": "записана встреча",
    "mentoring.note_task": "задача отмечена",
    "mentoring.propose_mentorship": "пара предложена",
    "mentoring.refuse_mentorship": "пара не состоялась",
    "mentoring.start_matching": "подобраны наставники",
    "mentoring.unfix_mentorship": "приказ о паре отменён",
    "mentoring.unmark_condition": "отметка снята",
    "mentoring.withdraw_need": "запрос снят",
}


class MentoringConfig(AppConfig):
    name = "masterstvo.mentoring"
    verbose_name = "Наставничество"

    def ready(self):
        from masterstvo.accounts.panels import add_user_column  # noqa: PLC0415 -- app ready
        from masterstvo.core import history, menu  # noqa: PLC0415 -- app ready
        from masterstvo.core.vocabularies import keep, threshold  # noqa: PLC0415 -- app ready
        from masterstvo.documents.panels import add_follower  # noqa: PLC0415 -- app ready
        from masterstvo.experts.panels import add_ties  # noqa: PLC0415 -- app ready
        from masterstvo.inbox.panels import add_due, add_line  # noqa: PLC0415 -- app ready
        from masterstvo.mentoring import (  # noqa: F401, PLC0415 -- app ready
            actions,
            personal,
            queries,
            rules,
            sources,
            tasks,
        )
        from masterstvo.mentoring.tables import pair as tables  # noqa: PLC0415 -- app ready
        from masterstvo.organizations import panels as organization_panels  # noqa: PLC0415 -- app ready
        from masterstvo.people import load, panels  # noqa: PLC0415 -- app ready
        from masterstvo.people.personal import erase_with  # noqa: PLC0415 -- app ready
        from masterstvo.plans.panels import add_number  # noqa: PLC0415 -- app ready

        personal.declare_personal()
        erase_with("mentoring.Mentorship", actions.erase_pairs)
        history.VERBS.update(WORDS)
        history.keep_secret("mentoring.pairsheet", rules.opened_sheets)

        sources.declare()
        add_user_column("stands_in_a_pair", queries.stands_in_a_pair)
        keep(
            threshold(
                "new_position",
                "Новая должность",
                "Сколько месяцев должность нова тому, кто её занял: кому предложить наставника",
                label="Месяцев",
                most=60,
            )
        )
        add_due(queries.due_tasks)
        add_due(queries.due_results)
        add_number(queries.over_number, order=40)
        add_line(queries.without_act_line, order=35)
        add_follower(actions.follow_document)
        load.add_source("mentoring", "наставничество", queries.hours_of_pairs)
        add_ties("mentoring", queries.ties_of_pairs)
        panels.add_partners(queries.partners_of)
        panels.add_accompanied(rules.mentees_of)
        panels.card.add(tables.person_panel, order=30)
        organization_panels.detail.add(tables.organization_panel, order=36)
        menu.add_item(
            section="Развитие",
            title="Наставничество",
            icon="heart-handshake",
            url_name="mentoring:mentorship_list",
            permission="mentoring.view_mentorship",
            order=330,
        )
        menu.add_item(
            section="",
            title="Моё наставничество",
            icon="heart-handshake",
            url_name="mentoring:my_mentoring",
            permission="mentoring.view_my_mentoring",
            only_for=rules.is_concerned,
            order=18,
        )
