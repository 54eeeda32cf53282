"""What a case is about, in words."""

from rathaus.catalogue.service import compiled
from rathaus.formengine.service import Language

from .models import Case


def case_title(case: Case, language: Language) -> str:
    """The service's name: in German as the town hall called it when it was sent, else as the version calls it."""
    return case.title if language == "de" else compiled(case.version_id).text("title", language)
