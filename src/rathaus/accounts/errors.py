"""Why something about organisations and powers of attorney did not happen. Nothing was changed then."""


class PartyError(Exception):
    """The base of these refusals."""


class LastAdministrator(PartyError):
    """Without this person nobody could administer the organisation for good."""


class NotYours(PartyError):
    """This person may not do this."""


class NotOpen(PartyError):
    """There is no such invitation, or it was taken, withdrawn or is over: which of these is not told."""


class AlreadyActs(PartyError):
    """Whoever opens the invitation acts for them already, or is them."""


class TooManyInvitations(PartyError):
    """This person has invited as many as one may in a day."""
