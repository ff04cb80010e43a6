"""Dumps to rows: found, placed, read, planned, and only then written. Importing anything twice changes nothing.

``files`` finds dumps under the paths given; ``places`` says where each belongs (options over ``issue.toml``,
see ``manifest``, over the path ``<paper>/<date>/<NN>[-<page name>].txt``); ``reading`` reads one; ``plan`` decides what
to do with an issue as the ``archive`` stands, ``matching`` the articles of a changed dump with those there; ``rows``
does it in one transaction; ``run`` leads through all of them.
"""
