"""/abo/: choose topics and places, give an e-mail address, done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.service import Account, client_address, confirmed_address
from rathaus.applying.service import reader_language
from rathaus.channel.service import (
    NoAddress,
    NothingChosen,
    TooMany,
    ask_to_subscribe,
    private_link,
    public_key,
    subscribe_at_once,
    subscriber_token,
)

from .calendars import webcal
from .choosing import form_context, in_words, read_chosen, read_rhythm
from .feeds import own_address
from .filtering import Filters


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request)
    email, choices = request.POST.get("email", ""), read_chosen(request.POST).choices
    language, rhythm = reader_language(), read_rhythm(request.POST)
    try:
        if _is_own(request, email):
            found = subscribe_at_once(email, choices, language=language, rhythm=rhythm)
            return redirect(private_link(subscriber_token(found.pk, found.generation)))
        network = client_address(request)
        ask_to_subscribe(email, choices, language=language, rhythm=rhythm, network=network)
    except NoAddress:
        return _form(
            request,
            problem=_("Geben Sie eine E-Mail-Adresse an, zum Beispiel name@beispiel.de."),
            at="email",
            status=422,
        )
    except NothingChosen:
        return _form(request, problem=_("Wählen Sie mindestens ein Thema."), at="themen")
    except TooMany:
        return _busy(request)
    return redirect("channel_asked")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: HttpRequest) -> HttpResponse:
    """Calendar and feeds of the choice, for programs that ask by themselves. By POST, so that no e-mail address that
    was typed already gets into an address."""
    chosen = read_chosen(request.POST)
    wanted = Filters(tuple(sorted(chosen.topics)), tuple(sorted(chosen.places)))
    context = {
        "chosen": in_words(chosen.choices),
        "query": wanted.query,
        "webcal": webcal(request, f"{reverse('channel_ics')}?{wanted.query}".rstrip("?")),
        "links": [
            (name, own_address(address, wanted))
            for name, address in (
                (_("Kalender (ICS)"), "channel_ics"),
                (_("Feed (Atom)"), "channel_atom"),
                (_("Feed (JSON)"), "channel_json"),
            )
        ],
    }
    return render(request, "portal/channel/addresses.html", context)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same for every address, known or not."""
    return render(request, "portal/channel/asked.html")


def _is_own(request: HttpRequest, email: str) -> bool:
    """Who is signed in may have proved already that the address is theirs."""
    if not isinstance(request.user, Account) or request.user.email != email.strip().lower():
        return False
    return bool(confirmed_address(request.user))


def _busy(request: HttpRequest) -> HttpResponse:
    """For everybody of that network, whatever they typed."""
    problem = _("Von Ihrem Anschluss kamen zu viele Anmeldungen. Versuchen Sie es in einer Stunde noch einmal.")
    response = _form(request, problem=problem, at="email", status=429)
    response["Retry-After"] = "3600"
    return response


def _form(request: HttpRequest, *, problem: str = "", at: str = "", status: int = 422) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    own = request.user.email if isinstance(request.user, Account) else ""
    context = {
        **form_context(read_chosen(given), read_rhythm(given)),
        "email": given.get("email", "")[:254] or own,
        "problem": problem,
        "at": at,
        "push_key": public_key(),
    }
    return render(request, "portal/channel/subscribe.html", context, status=status if problem else 200)
