"""The end of a form: the page that merges into the summary, and what the summary shows of the others."""

from dataclasses import dataclass

from rathaus.formengine.service import FieldState, FormState, PageState, SummaryRow

from .application import Application

RETURN = "_zur"  # set to "summary" on the way back to the summary


@dataclass(frozen=True)
class Part:
    """One page of the form as the summary shows it, with the way back to it and here again."""

    title: str
    rows: tuple[SummaryRow, ...]
    change_url: str


def closing_page(state: FormState) -> PageState | None:
    """The last page, where it only has something declared: that belongs under the summary, above the last button.

    A box for remarks may stand with it.
    """
    pages = state.visible_pages
    if len(pages) > 1 and all(map(_is_closing, pages[-1].fields)):
        return pages[-1]
    return None


def parts(application: Application, closing: PageState | None) -> list[Part]:
    pages = application.form.summary(application.draft.answers, application.context)
    return [
        Part(page.title, page.rows, change_url(application, page.key))
        for page in pages
        if page.rows and (closing is None or page.key != closing.key)
    ]


def change_url(application: Application, page: str) -> str:
    return f"{application.face.page_url(page)}?{RETURN}=summary"


def last_page(state: FormState) -> PageState | None:
    """The last page before the summary, to which "back" leads."""
    closing = closing_page(state)
    pages = [page for page in state.visible_pages if page is not closing]
    return pages[-1] if pages else None


def place_to_resume(application: Application) -> str:
    """The first page on which something is missing or wrong; the summary where nothing is."""
    closing = closing_page(application.state())
    for error in application.errors():
        if closing is None or error.page != closing.key:
            return application.face.page_url(error.page)
    return application.face.summary_url


def _is_closing(field: FieldState) -> bool:
    return field.kind in {"declaration", "info"} or (field.kind == "longtext" and not field.required)
