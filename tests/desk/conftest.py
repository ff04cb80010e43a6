"""What the tests of the desk share."""

import pytest
from django.contrib.auth.models import User


@pytest.fixture
def editor():
    return User.objects.create_user("editor")
