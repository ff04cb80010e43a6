"""The editors' interface over the desk."""
