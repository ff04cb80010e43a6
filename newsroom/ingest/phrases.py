"""Why a file was refused or what of it was inferred, in the operator's language.

The rooms that read dumps say it in English, which is what programs, the log of runs and the database get. Here stand
their sentences with holes, for gettext; one that is not here is given as it is.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

# Of the operating system; its other errors are rare.
SYSTEM = (
    _("No such file or directory"),
    _("Permission denied"),
    _("Is a directory"),
    _("Not a directory"),
    _("Read-only file system"),
    _("No space left on device"),
    _("Input/output error"),
)
PHRASES = (
    *SYSTEM,
    # of files and folders
    _("There is no %(path)s that can be read."),
    _("is %(size)s MB large; no page is, and more than %(most)s MB are not read"),
    _("is no ordinary file"),
    _("cannot be read: %(error)s"),
    _("holds no page dumps (%(suffixes)s files)"),
    _("is no page dump; those are %(suffixes)s files"),
    _("lies %(count)s folders deep; what is in folders below was not looked at"),
    _("is nothing that can be read as a page (%(suffixes)s)"),
    # of archives
    _("is no .zip that can be read: %(error)s"),
    _("cannot be unpacked: %(error)s"),
    _("holds %(name)s, which leads out of its folder; nothing of it was read"),
    _("is encrypted; unpack it yourself and name the folder"),
    _("holds a link, %(name)s; nothing of it was read"),
    _("holds %(count)s files; more than %(most)s are not unpacked"),
    _("would unpack to %(size)s MB from %(packed)s; that is no newspaper"),
    _("holds more than it states; that is no newspaper"),
    # of text
    _("the file is empty; extract its page again, or leave it out"),
    _("the file holds nothing but white space; extract its page again, or leave it out"),
    _("holds %(count)s lines; no page does, and more than %(most)s are not read: give each page its file"),
    _("it is not %(encoding)s; leave --encoding out or name another"),
    _("as %(encoding)s it makes no sense, but as %(other)s it does; leave --encoding out or name another"),
    _("it holds NUL characters: a binary file to be left out, or text in another encoding than --encoding says"),
    _("it is full of control characters: a binary file; leave it out, or extract its text"),
    _("%(why)s; if it is text, name its encoding with --encoding"),
    _("it starts like UTF-8 but breaks off that encoding further on"),
    _("it starts like UTF-16 but does not read like text"),
    _("it starts like UTF-16 but breaks off that encoding further on"),
    _("it starts like UTF-16 but does not read like text; name its encoding with --encoding"),
    _("it is neither UTF-8 nor, for all one can tell, GB18030 or UTF-16"),
    _("is no JSON of ours: it is nested too deeply"),
    _("is no JSON: %(error)s"),
    _("holds no pages"),
    _("is a web page without an article that could be found"),
    _("is a web page that cannot be taken apart: %(error)s"),
    _("is an e-paper page without an article"),
    # of places
    _(
        "%(dumps)s dumps would be pages of %(paper)s %(date)s, and no issue has more than %(most)s; nothing of it "
        "was read: put each issue into a folder of its own"
    ),
    _("neither path nor text tells; say whose page it is with --newspaper and its date with --date"),
    _("neither path nor text tells; say whose page it is with --newspaper"),
    _("neither path nor text tells; say its date with --date"),
    _("the page name is no line of at most %(most)s characters; rename the file"),
    _("the folder %(name)s is no date of a newspaper; rename it, or say --date"),
    _("issue.toml says %(date)s, its folder %(other)s; mend one of them, or say --date"),
    _("issue.toml says %(date)s, a date before any newspaper"),
    _("%(path)s is a link, and links are not followed; put the file itself there"),
    _("%(path)s cannot be followed: it is nested too deeply"),
    _("%(path)s cannot be followed: %(error)s"),
    _("is already imported as %(place)s, with these very bytes; put it right in the admin"),
    _("holds the very bytes of %(twin)s, which is page %(page)s"),
    _("passed over, for it holds the very bytes of %(twin)s"),
    _("and %(others)s both say they are page %(page)s, with different text; keep one"),
    # what was inferred
    _("the newspaper's name, %(name)s, is that of its folder"),
    _("the newspaper, %(name)s, is inferred: the page prints that name"),
    _("taken for %(name)s, whose address is %(slug)s, and not for %(other)s"),
    _("the issue's date, %(date)s, is inferred: %(why)s"),
    _("the issue's date, %(date)s, is inferred"),
    _("it is dated %(date)s itself, and taken for %(other)s as path or operator say"),
    _("its page number, %(page)s, is inferred from the order of the files"),
    _("the new text of “%(headline)s” clashes with corrections, which stand; an editor has to settle it"),
    _("“%(headline)s” of %(page)s is not in the new text; it stays as it is"),
    _("%(count)s characters stood in no part of the page as it was read; they are kept as unplaced"),
    _("%(count)s characters of the article could not be placed in the page's markup"),
)
HOLE = re.compile(r"%\((\w+)\)s")
# Holes that hold phrases themselves.
NESTED = ("why", "what", "error", "database")


def in_their_language(sentence: str, phrases: tuple[str, ...] = PHRASES) -> str:
    """The sentence in the language that is active, where it is one of the phrases."""
    if (get_language() or "en").startswith("en"):
        return sentence
    for shape, phrase in _shapes(phrases):
        if found := shape.fullmatch(sentence):
            held = found.groupdict()
            held |= {name: in_their_language(held[name], phrases) for name in NESTED if name in held}
            return gettext(phrase) % held
    return sentence


@cache
def _shapes(phrases: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each phrase as what recognises it; those that say more come first."""
    by_words = sorted(phrases, key=lambda phrase: -len(HOLE.sub("", phrase)))
    return tuple((re.compile(_recogniser(phrase), re.DOTALL), phrase) for phrase in by_words)


def _recogniser(phrase: str) -> str:
    parts = HOLE.split(phrase)  # text, name, text, name, …, text
    return "".join(f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
