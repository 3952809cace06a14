from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "masterstvo.inbox"
    verbose_name = "Уведомления"

    def ready(self):
        from masterstvo.accounts.panels import add_user_column  # noqa: PLC0415 -- app ready
        from masterstvo.core import menu  # noqa: PLC0415 -- app ready
        from masterstvo.core.vocabularies import keep, threshold  # noqa: PLC0415 -- app ready
        from masterstvo.inbox import personal, queries, rules, tables, tasks  # noqa: F401, PLC0415 -- app ready

        personal.declare_personal()
        add_user_column("n_unread", queries.n_unread)
        menu.add_item(
            section="",
            title="Уведомления",
            icon="bell",
            url_name="inbox:notice_list",
            permission="inbox.view_notice",
            order=30,
            count=tables.count_of_menu,
            only_for=rules.is_told,
        )
        keep(
            threshold(
                "reminder_days",
                "Напоминания о сроках",
                "За сколько дней до срока напомнить; таких слов несколько",
                label="За сколько дней",
                least=0,
                most=60,
                many=True,
            ),
            threshold(
                "overdue_reminders",
                "Напоминания о просроченном",
                "Сколько раз, через неделю, напомнить о просроченном",
                label="Сколько раз",
                least=0,
                most=10,
            ),
        )
