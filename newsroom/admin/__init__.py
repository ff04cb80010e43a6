"""The editors' interface over the desk.

Importing this package registers nothing: Django imports it to make the site that ``everything`` then registers with.
"""
