from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "masterstvo.people"
    verbose_name = "Люди"

    def ready(self):
        from masterstvo.core import exports, menu  # noqa: PLC0415 -- app ready
        from masterstvo.core.vocabularies import Kept, keep, threshold  # noqa: PLC0415 -- app ready
        from masterstvo.organizations import panels  # noqa: PLC0415 -- app ready
        from masterstvo.people import actions, personal, queries, rules, tables  # noqa: PLC0415 -- app ready
        from masterstvo.people.panels import card, load_panel  # noqa: PLC0415 -- app ready
        from masterstvo.search.panels import add_kind  # noqa: PLC0415 -- app ready

        personal.declare_own()
        personal.erase_with("people.Person", actions.erase_card)
        personal.erase_with("accounts.User", actions.erase_account)
        personal.erase_with("core.AuditRecord", actions.erase_log)
        personal.erase_with("people.Export", actions.erase_filters)
        personal.let_expire(
            personal.Expiry(
                "reading", "обращения к карточкам", queries.readings_before, actions.expire_readings
            ),
            personal.Expiry("reading", "записи о выгрузках", queries.exports_before, actions.expire_exports),
        )
        exports.add_witness(actions.note_list)
        panels.detail.add(tables.staff_panel, order=10)
        panels.detail.add(tables.headcount_panel, order=20)
        panels.detail.add(tables.vacancy_panel, order=30)
        panels.detail.add(tables.asked_panel, order=5)
        panels.detail.add(tables.access_panel, order=900)
        card.add(load_panel, order=65)
        panels.listing.add_column(tables.STAFF_OF_ORGANIZATION, tables.count_staff)
        menu.add_item(
            section="",
            title="Моя карточка",
            icon="user-round",
            url_name="people:my_card",
            permission="people.view_my_card",
            only_for=rules.has_only_a_card,
            order=1,
        )
        menu.add_item(
            section="Люди и школы",
            title="Педагоги",
            icon="users",
            url_name="people:person_list",
            permission="people.view_person",
            order=210,
        )
        menu.add_item(
            section="Люди и школы",
            title="Вакансии",
            icon="user-plus",
            url_name="people:vacancy_list",
            permission="people.view_vacancy",
            order=240,
        )
        menu.add_item(
            section="Люди и школы",
            title="Слова и правила",
            icon="book-a",
            url_name="people:word_list",
            permission="people.change_word",
            order=270,
        )
        add_kind(tables.FOUND)
        keep(
            Kept("topic", "Темы", "О чём курсы, события и практики", from_files=True),
            Kept("subject", "Предметы", "Что преподают", from_files=True),
            Kept(
                "heading_position", "Должности руководителя", "Кто возглавляет организацию, заместители – нет"
            ),
            threshold(
                "weekly_load",
                "Часы в неделю",
                "Сколько учебных часов в неделю педагога можно занять сверх уроков",
                label="Часов в неделю",
                most=40,
            ),
            threshold(
                "first_years",
                "Первые годы работы",
                "Сколько лет педагог считается начинающим: «молодые» в списках, кому предложить наставника",
                label="Лет",
                most=10,
            ),
            threshold(
                "smallest_group",
                "Малые числа",
                "О скольких людях числа скрыты от тех, кто их не видит",
                label="Меньше скольких человек",
                least=queries.LEAST_THRESHOLD,
                most=50,
            ),
        )
