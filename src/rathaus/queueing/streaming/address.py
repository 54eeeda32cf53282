"""Where a page finds its live news."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from rathaus.config.headers import CONTENT_SECURITY_POLICY
from rathaus.queueing.models import Queue


def stream_origin(request: HttpRequest) -> str:
    """The source that a page's policy must allow; empty where it is our own host."""
    if settings.RATHAUS_STREAM_PATH:
        return ""
    return f"http://{split_domain_port(request.get_host())[0]}:{settings.RATHAUS_STREAM_PORT}"


def stream_address(request: HttpRequest, queue: Queue) -> str:
    """With the revision up to which the page knows everything, so that nothing between the two is missed."""
    return f"{stream_origin(request)}{settings.RATHAUS_STREAM_PATH}/{queue.pk}/?seit={queue.revision}"


def allow_stream(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page may connect to its stream, and to nothing else besides our own host."""
    source = f"connect-src 'self' {stream_origin(request)}".rstrip()
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace("connect-src 'self'", source)
    return response
