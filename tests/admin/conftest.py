import pytest
from django.contrib.auth.models import Permission, User


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def chief(db):
    return User.objects.create_superuser("chief", password="chief")


@pytest.fixture
def desk(client, chief):
    """A logged-in editor who may do everything."""
    client.force_login(chief)
    return client


@pytest.fixture
def staff(db):
    """Makes a staff member with just these rights."""

    def make(name, *codenames):
        user = User.objects.create_user(name, is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames, content_type__app_label="newsroom"))
        return user

    return make
