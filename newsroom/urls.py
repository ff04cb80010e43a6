"""The site's addresses: the editors' admin, the language switch, and the readers' pages at the root."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("newsroom.reader.urls")),
]
