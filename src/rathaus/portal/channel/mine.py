"""What the private link opens: confirm, change, leave. The signed token is the whole permission."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.channel.service import (
    RHYTHM,
    Choice,
    Rhythm,
    Subscriber,
    Way,
    choices_of,
    choose,
    confirm,
    decline,
    find_subscriber,
    leave,
)

from .choosing import chosen_of, form_context, in_words, read_chosen, read_rhythm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Looking confirms nothing, since scanners open every link of an e-mail."""
    found = find_subscriber(token)
    if found is None:
        return render(request, "portal/channel/gone.html", status=404)
    if request.method == "POST" and found.confirmed_at:
        return _change(request, found, token)
    is_on = found.confirmed_at is not None and found.paused_at is None
    waiting = [Choice(*pair) for pair in found.wanted]
    context = {
        **form_context(chosen_of(choices_of(found)), found.rhythm),
        "token": token,
        "subscriber": found,
        "rhythm": RHYTHM[found.rhythm],
        "added": in_words(waiting),
        "chosen": in_words(waiting or choices_of(found)),
    }
    return render(request, f"portal/channel/{'mine' if is_on else 'confirm'}.html", context)


@never_cache
@require_POST
def confirm_mine(request: HttpRequest, token: str) -> HttpResponse:
    found = find_subscriber(token)
    if found is None:
        return render(request, "portal/channel/gone.html", status=404)
    confirm(found)
    messages.success(request, _("Ihr Abo ist bestätigt. Wir schreiben Ihnen, sobald es etwas gibt."))
    return redirect("channel_mine", token=token)


@never_cache
@require_POST
def decline_mine(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody else typed this address: what it gets already stays, and what it never confirmed goes."""
    found = find_subscriber(token)
    if found is None:
        return render(request, "portal/channel/gone.html", status=404)
    decline(found)
    return redirect("channel_mine", token=token)


# Mail providers POST without a cookie (RFC 8058), and a forged request would have to know the token.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave_all(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks; POST deletes the address. The answer is the page itself: RFC 8058 forbids to redirect it."""
    found = find_subscriber(token)
    if request.method == "POST":
        if found is not None:
            leave(found)
        return render(request, "portal/channel/left.html", {"subscriber": found})
    if found is None:
        return render(request, "portal/channel/left.html")
    return render(request, "portal/channel/leave.html", {"token": token, "subscriber": found})


def _change(request: HttpRequest, found: Subscriber, token: str) -> HttpResponse:
    chosen = read_chosen(request.POST).choices
    choose(found, chosen, quiet="ruhe" in request.POST, rhythm=_rhythm(request, found))
    if not chosen:
        return render(request, "portal/channel/left.html", {"subscriber": found})
    messages.success(request, _("Ihre Auswahl ist gespeichert."))
    return redirect("channel_mine", token=token)


def _rhythm(request: HttpRequest, found: Subscriber) -> Rhythm | None:
    return read_rhythm(request.POST) if found.way == Way.EMAIL else None
