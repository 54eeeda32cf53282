"""Filling in a form, page by page until it is sent: the same for citizens in the portal and staff at the desk."""
