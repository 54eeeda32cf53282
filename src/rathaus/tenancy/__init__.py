"""Municipalities and the wall between them: scope, row-level security, sealing. Others import `tenancy.service`."""
