"""The lines of a postbox. Drawn by a function: twenty in a template cost several times as much."""

from collections.abc import Iterable
from functools import cache

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rathaus.portal.account.access import PersonaRequest
from rathaus.tenancy.service import Municipality
from rathaus.ui.moments import moment
from rathaus.ui.templatetags.ui import crest

from .wording import Line

_LINE = (
    '<li class="entry{}">{}<div class="entry__main"><p class="entry__title"><a href="{}">{}</a>{}</p>'
    '<p class="entry__turn{}">{}</p><p class="entry__meta"><span>{}</span><span>{}</span><span>{}</span></p></div>'
    '<button class="kern-btn kern-btn--tertiary entry__act" type="submit" name="eintrag" value="{}">'
    '<span class="kern-label">{}<span class="kern-sr-only">: {}</span></span></button></li>'
)


def draw_lines(request: PersonaRequest, lines: Iterable[Line], *, kind: str, q: str) -> SafeString:
    """One form around all of them; the button of each sends its own."""
    archived = kind == "archiv"
    words = _("Zurückholen") if archived else _("Ins Archiv")
    mark = format_html(' <span class="entry__new">{}</span>', _("neu"))
    crests = cache(_crest)
    return format_html(
        '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="art" value="{}"><input type="hidden" name="q" value="{}">{}'
        '<ul class="entries">{}</ul></form>',
        reverse("postbox_archive"),
        get_token(request),
        kind,
        q,
        format_html('<input type="hidden" name="zurueck" value="{}">', "ja") if archived else "",
        format_html_join(
            "",
            _LINE,
            (
                (
                    " entry--unread" if line.unread else "",
                    crests(line.municipality),
                    line.address,
                    line.title,
                    mark if line.unread else "",
                    " entry__turn--yours" if line.is_yours else "",
                    line.words,
                    f"{line.kind} {line.number}".strip(),
                    line.municipality.short_name,
                    moment(line.at),
                    line.pk,
                    words,
                    f"{line.title}, {line.kind} {line.number}".strip(),
                )
                for line in lines
            ),
        ),
    )


def _crest(municipality: Municipality) -> SafeString:
    return crest(municipality)
