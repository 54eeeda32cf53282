"""In whose name an application is sent: shown before it is, and asked where it isn't clear."""

from dataclasses import dataclass

from django.http import HttpRequest

from rathaus.accounts.service import Persona, find_persona
from rathaus.cases.service import Draft

IN_NAME_OF = "_fuer"


@dataclass(frozen=True)
class Naming:
    """`by` sends it; None without an account. Where there are `choices`, the person says which of them.

    `barred` is in whose name they act now, but may not apply for this.
    """

    by: Persona | None
    choices: tuple[Persona, ...] = ()
    barred: Persona | None = None

    def chosen(self, request: HttpRequest) -> Persona | None:
        """Who sends it after what was posted; None where a choice is missing (or nobody is signed in)."""
        if not self.choices:
            return self.by
        wanted = request.POST.get(IN_NAME_OF, "")
        return next((choice for choice in self.choices if str(choice.holder) == wanted), None)


def naming_of(draft: Draft, by: Persona | None) -> Naming:
    """Clear is only a draft that was begun in the name in which somebody acts now.

    So what was begun in one's own name is never sent as an association because of a switch in between, nor the other
    way round. Whoever began without an account and signs in sends it in their own name.
    """
    if by is None:
        return Naming(None)
    own = Persona(by.account)
    allowed = by.may_apply_for(draft.service_key)
    if allowed and (draft.holder == by.holder or (draft.holder is None and by.is_self)):
        return Naming(by)
    begun = None if draft.holder is None else find_persona(by.account, draft.holder)
    wanted = {persona.holder: persona for persona in (begun, by, own) if persona is not None}
    choices = tuple(persona for persona in wanted.values() if persona.may_apply_for(draft.service_key))
    barred = None if allowed else by
    if len(choices) == 1 and choices[0].holder == draft.holder:
        return Naming(choices[0], barred=barred)
    return Naming(None, choices, barred=barred)
