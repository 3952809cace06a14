from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate


class SearchConfig(AppConfig):
    name = "masterstvo.search"
    verbose_name = "Поиск"

    def ready(self):
        from masterstvo.core import audit, menu  # noqa: PLC0415 -- app ready
        from masterstvo.search import actions, indexing, panels, rules, tasks  # noqa: F401, PLC0415 -- app ready

        post_migrate.connect(indexing.install, sender=self, dispatch_uid="search.install")
        audit.add_witness(actions.follow)

        def gone(sender, instance, **_):
            if any(kind.key == sender._meta.label_lower for kind in panels.kinds()):
                actions.forget(sender._meta.label_lower, [instance.pk])

        post_delete.connect(gone, dispatch_uid="search.forget", weak=False)
        menu.set_search(url_name="search:results", permission="search.find", label="Найти")
