"""What the page reader says of its doubts, for the message catalogue: it knows no translations itself."""

from django.utils.translation import gettext_noop

ABOUT = (
    gettext_noop("headline"),
    gettext_noop("join"),
    gettext_noop("start"),
    gettext_noop("extent"),
)
REASONS = (
    gettext_noop("no display line of the page fits it"),
    gettext_noop("stands away from the text and was given to it by the words they share"),
    gettext_noop("stands above the text but shares little with it"),
    gettext_noop("may carry on the text before it"),
    gettext_noop("may be two articles"),
    gettext_noop("the piece that carries it on is printed before it"),
    gettext_noop("the break does not say for certain that the text runs on"),
    gettext_noop("other text stands between the two pieces"),
    gettext_noop("the e-paper gives none"),
)
