from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("Newsroom")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from newsroom.desk.recounting import recount_soon
        from newsroom.models import index_work_done
        from newsroom.models.guards import guard_kept_rows
        from newsroom.models.state import watch_seen_rows
        from newsroom.search import signals

        signals.connect()
        index_work_done.connect(recount_soon, dispatch_uid="newsroom-recount-suspects")
        post_migrate.connect(watch_seen_rows, sender=self, dispatch_uid="newsroom-watch-seen-rows")
        post_migrate.connect(guard_kept_rows, sender=self, dispatch_uid="newsroom-guard-kept-rows")


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.admin.site.NewsroomAdminSite"

    def ready(self) -> None:
        super().ready()
        from newsroom.admin import everything  # noqa: F401
