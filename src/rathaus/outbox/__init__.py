"""E-mails and jobs: written in the acting transaction, carried out by the worker. Others import `outbox.service`."""
