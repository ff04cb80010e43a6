"""The site's addresses: the editors' admin, the language switch, the API, and the readers' pages at the root."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from newsroom.reader.api import api, no_such_question
from newsroom.service.health import healthz


class Icon(RedirectView):
    """Browsers ask for this address where a page (the admin's) names no icon."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        return static("newsroom/icon.svg")


handler404 = "newsroom.reader.pages.no_such_page"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", Icon.as_view()),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/(?!docs/)", no_such_question),
    path("", include("newsroom.reader.urls")),
]
