"""The Vorgang: draft, submission, process, timeline, decision. Others import `cases.service`."""
