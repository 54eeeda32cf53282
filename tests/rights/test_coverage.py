"""Whatever knows a person is declared: else it would be missing in what they take along, and stay when they go."""

from django.apps import apps
from django.db import models

from rathaus.accounts.service import Account, covered_models, personal_data


def knows_a_person(model: type[models.Model]) -> bool:
    """Refers to an account, or has a holder."""
    for field in model._meta.local_fields:
        if field.name == "holder" or (field.is_relation and field.related_model is Account):
            return True
    return False


def undeclared(covered: frozenset[str]) -> set[str]:
    """Ours and those of the sign-in; sessions name nobody in a column."""
    found = {model._meta.label for model in apps.get_models() if knows_a_person(model)}
    return found - covered


def test_every_table_that_knows_a_person_is_declared() -> None:
    assert undeclared(covered_models()) == set()


def test_control_a_table_without_declaration_is_found() -> None:
    covered = covered_models()
    assert {"cases.Case", "postbox.Thread", "accounts.Mandate", "mfa.Authenticator"} <= covered
    for label in ("cases.Case", "postbox.Thread", "accounts.Mandate", "mfa.Authenticator"):
        assert undeclared(covered - {label}) == {label}


def test_every_declaration_covers_models_that_exist() -> None:
    known = {model._meta.label for model in apps.get_models()}
    assert covered_models() - known == set()


def test_keys_are_told_apart_in_the_data() -> None:
    keys = [part.key for everywhere in (True, False) for part in personal_data(everywhere=everywhere)]
    assert len(keys) == len(set(keys))
