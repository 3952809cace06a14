from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "masterstvo.organizations"
    verbose_name = "Организации"

    def ready(self):
        from masterstvo.accounts import panels  # noqa: PLC0415 -- app ready
        from masterstvo.core import audit, menu  # noqa: PLC0415 -- app ready
        from masterstvo.organizations import (  # noqa: PLC0415 -- app ready
            queries,
            rules,
            tables,
        )
        from masterstvo.search.panels import add_kind  # noqa: PLC0415 -- app ready

        audit.set_place("organizations.municipality")
        panels.require_second_factor(rules.above_organization)
        panels.refuse_closing(queries.left_without_head)
        menu.set_place(lambda request: str(getattr(request, "municipality", None) or ""))
        menu.set_role(rules.role_in_words)
        menu.add_item(
            section="Люди и школы",
            title="Организации",
            icon="school",
            url_name="organizations:organization_list",
            permission="organizations.view_organization",
            order=220,
        )
        menu.add_item(
            section="Люди и школы",
            title="Статусы",
            icon="badge-check",
            url_name="organizations:organizationstatus_list",
            permission="organizations.view_organizationstatus",
            order=230,
        )
        menu.add_item(
            section="Люди и школы",
            title="Показатели школ",
            icon="chart-no-axes-column",
            url_name="organizations:organizationfigure_list",
            permission="organizations.view_organizationfigure",
            order=235,
        )
        menu.add_item(
            section=menu.ACCOUNT,
            title="Сменить район",
            url_name="organizations:municipality_switch",
            permission="organizations.switch_municipality",
            order=5,
        )
        menu.add_item(
            section="Люди и школы",
            title="Доступы",
            icon="key-round",
            url_name="organizations:grant_list",
            permission="organizations.view_grant",
            order=280,
        )
        menu.add_item(
            section=menu.ACCOUNT,
            title="Действую как…",
            url_name="organizations:role_switch",
            permission="organizations.switch_role",
            order=3,
        )
        panels.add_access_panel(
            "organizations/_my_roles.html",
            context=rules.roles_panel,
            permission="accounts.view_access",
            order=10,
        )
        add_kind(tables.FOUND)
