from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "masterstvo.core"
    verbose_name = "Ядро"

    def ready(self):
        from masterstvo.core import append_only, lookups, rules, search, terms  # noqa: F401, PLC0415 -- app ready

        lookups.register()
        post_migrate.connect(terms.load_shipped_terms, sender=self, dispatch_uid="core.load_shipped_terms")
        connection_created.connect(search.teach_sqlite, dispatch_uid="core.teach_sqlite")
        post_migrate.connect(append_only.install, sender=self, dispatch_uid="core.append_only")
        connection_created.connect(append_only.teach_sqlite, dispatch_uid="core.append_only_sqlite")
