"""Haystack engine of ours; built in this room."""

from haystack.backends.whoosh_backend import WhooshEngine


class NewsroomEngine(WhooshEngine): ...
