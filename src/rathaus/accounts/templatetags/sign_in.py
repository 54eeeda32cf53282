"""Drawing the fields of allauth's forms like ours."""

from django import forms, template
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def as_input(field: forms.BoundField) -> SafeString:
    """The input of a Django form field with our look; its error is told to screen readers."""
    described = [
        f"{field.auto_id}-{part}" for part, there in (("error", field.errors), ("help", field.help_text)) if there
    ]
    attributes: dict[str, str | bool] = {"class": "kern-form-input__input", "placeholder": False}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors:
        attributes["aria-invalid"] = "true"
    if field.name == "code":
        attributes |= {
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "class": "kern-form-input__input width-s",
        }
    return field.as_widget(attrs=attributes)
