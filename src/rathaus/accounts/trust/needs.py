"""What a service asks for, compared with what is reached."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.models import Level

_SENTENCES = {
    Level.NONE: _("Sie brauchen kein Konto."),
    Level.BASIC: _("Dafür brauchen Sie ein Konto."),
    Level.SUBSTANTIAL: _("Dafür brauchen Sie ein Konto mit geprüfter Identität."),
    Level.HIGH: _("Dafür brauchen Sie ein Konto und Ihren Online-Ausweis."),
}


@dataclass(frozen=True, slots=True)
class Need:
    needed: Level
    has: Level

    @property
    def met(self) -> bool:
        return self.has.covers(self.needed)

    @property
    def sentence(self) -> Promise:
        return _SENTENCES[self.needed]

    @property
    def counter_helps(self) -> bool:
        """Whether showing an identity card at the counter is enough (see `checked_here`)."""
        return Level.SUBSTANTIAL.covers(self.needed)
