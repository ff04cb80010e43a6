"""Text to frozen values. Standard library, jieba, NumPy where it pays. No Django, no database, no clock.

``decode`` turns bytes into text, ``read_page`` text into a ``ParsedPage``.
"""

from newsroom.parsing.reader import read_page

__all__ = ["read_page"]
