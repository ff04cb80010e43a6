from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("Newsroom")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from newsroom.models.state import watch_seen_rows
        from newsroom.search import signals

        signals.connect()
        post_migrate.connect(watch_seen_rows, sender=self, dispatch_uid="newsroom-watch-seen-rows")


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.admin.site.NewsroomAdminSite"

    def ready(self) -> None:
        super().ready()
        from newsroom.admin import everything  # noqa: F401
