"""Addresses of the form editor, below /amt/."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from . import board, fields, pages, publishing, rules, starting, texts


class FieldPath:
    """A field's way through the form, halter.vorname, and any key in it."""

    regex = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){0,5}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FieldPath, "fieldpath")

_field_urls: list[URLPattern | URLResolver] = [
    path("", fields.edit, name="desk_form_field"),
    path("verschieben/", fields.move, name="desk_form_move"),
    path("entfernen/", fields.remove, name="desk_form_remove"),
    path("regel/<slug:rule>/", rules.edit_rule, name="desk_form_rule"),
    path("regel/<slug:rule>/entfernen/", rules.remove_rule, name="desk_form_rule_remove"),
]
_page_urls: list[URLPattern | URLResolver] = [
    path("", pages.edit, name="desk_form_page"),
    path("regel/", rules.edit_page_rule, name="desk_form_page_rule"),
    path("verschieben/", pages.move, name="desk_form_page_move"),
    path("entfernen/", pages.remove, name="desk_form_page_remove"),
    path("ansehen/", board.look, name="desk_form_look"),
]
_form_urls: list[URLPattern | URLResolver] = [
    path("", board.show, name="desk_form"),
    path("bearbeiten/", board.begin, name="desk_form_begin"),
    path("rueckgaengig/", board.undo, name="desk_form_undo"),
    path("verwerfen/", board.discard, name="desk_form_discard"),
    path("aufgaben/<int:number>/", board.tick_off, name="desk_form_todo"),
    path("texte/", texts.set_texts, name="desk_form_texts"),
    path("veroeffentlichen/", publishing.publish, name="desk_form_publish"),
    path("beispiele/entfernen/", publishing.drop_examples, name="desk_form_drop_examples"),
    path("neues-feld/", fields.add, name="desk_form_add"),
    path("neue-seite/", pages.add, name="desk_form_add_page"),
    path("felder/<fieldpath:path>/", include(_field_urls)),
    path("seiten/<fieldpath:page>/", include(_page_urls)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("leistungen/neu/", starting.start, name="desk_service_new"),
    path("leistungen/<slug:key>/formular/", include(_form_urls)),
]
