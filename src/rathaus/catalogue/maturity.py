"""How far a service goes online, as the public overview counts it."""

from rathaus.formengine.service import ServiceDefinition

INFORMATION, APPOINTMENT, FORM, FULL = "information", "appointment", "form", "full"
MATURITIES = (INFORMATION, APPOINTMENT, FORM, FULL)
FILLED_IN = frozenset({FORM, FULL})  # there is a form to fill in


def maturity_of(definition: ServiceDefinition) -> str:
    """`information` tells, `appointment` tells and is done on the spot, `form` is applied for online, and with `full`
    the notice comes online too."""
    if definition.kind != "form":
        return APPOINTMENT if definition.kind == "appointment" else INFORMATION
    return FULL if definition.notices else FORM
