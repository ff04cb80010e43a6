"""What a browser would send for the correction form, had nobody touched it."""

from html.parser import HTMLParser

from django.urls import reverse


class _Fields(HTMLParser):
    """Collects the successful controls of the form ``correction``."""

    def __init__(self):
        super().__init__()
        self.fields = {}
        self._in_form = False
        self._area = None
        self._select = None

    def handle_starttag(self, tag, attributes):
        attrs = dict(attributes)
        if tag == "form":
            self._in_form = attrs.get("id") == "correction"
        name = attrs.get("name")
        if not self._in_form:
            return
        if tag == "input" and name and attrs.get("type") != "submit":
            if attrs.get("type") in {"checkbox", "radio"} and "checked" not in attrs:
                return
            self.fields[name] = attrs.get("value", "on" if attrs.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
            self.fields[name] = ""
        elif tag == "option" and self._select and "selected" in attrs:
            self.fields[self._select] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            text = self.fields[self._area].replace("\r\n", "\n").replace("\r", "\n")
            # HTML drops the line break after the tag, and sends CRLF.
            self.fields[self._area] = text.removeprefix("\n").replace("\n", "\r\n")
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._in_form = False

    def handle_data(self, data):
        if self._area:
            self.fields[self._area] += data


def fields_of(response):
    parser = _Fields()
    parser.feed(response.content.decode())
    return parser.fields


def form_address(article):
    return reverse("admin:newsroom_article_change", args=[article.pk])


def opened(client, article):
    """The form as an editor opens it: name -> value, to be changed and sent back."""
    return fields_of(client.get(form_address(article)))


def send(client, article, fields, button="_save", **options):
    return client.post(form_address(article), {**fields, button: "1"}, **options)
