"""What people searched for and nobody found: which words the services lack."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from rathaus.accounts.service import StaffRequest, admin_required
from rathaus.catalogue.service import missed_searches

from .frame import keeping_page


@require_safe
@admin_required
def show_searches(request: StaffRequest) -> HttpResponse:
    return keeping_page(request, "desk/keeping/searches.html", {"missed": missed_searches()}, area="desk_searches")
