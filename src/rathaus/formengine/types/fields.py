"""The kinds of fields a form is made of. Each kind allows exactly the keys it understands."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from .base import Definition, Key, Name, Path, Rule, ServiceKey

Width = Literal["s", "m", "l", "xl"]


class FieldBase(Definition):
    """What every field has.

    `visible`, `required` and `default` are CEL; `valid` names its rules, and the texts have a message for each.
    A hidden field counts as unanswered everywhere: in rules, in the check, in what is submitted.
    """

    key: Key
    visible: Rule | None = None


class AnswerBase(FieldBase):
    """A field that somebody answers. Required unless the definition says otherwise.

    What is `front_office` may stay open when a member of staff fills the form in for somebody.
    """

    required: bool | Rule = True
    valid: dict[Key, Rule] = {}
    default: Rule | None = None
    front_office: bool = False
    width: Width | None = None
    autocomplete: str = ""


class TextField(AnswerBase):
    """One line. `letters: name` admits the letters of DIN 91379 only, as names in a register need.

    `suggest` names a register of the municipality whose entries are suggested; anything else can be typed, too.
    """

    kind: Literal["text"]
    min_length: int = Field(default=0, ge=0)
    max_length: int = Field(default=200, ge=1, le=2000)
    letters: Literal["any", "name"] = "any"
    pattern: str | None = None
    inputmode: str = ""
    suggest: Key | None = None


class LongTextField(AnswerBase):
    kind: Literal["longtext"]
    max_length: int = Field(default=4000, ge=1, le=20000)


class IntegerField(AnswerBase):
    kind: Literal["integer"]
    minimum: int = 0
    maximum: int = 1_000_000_000
    unit: str = ""


class DecimalField(AnswerBase):
    kind: Literal["decimal"]
    minimum: float = 0
    maximum: float = 1_000_000_000
    places: int = Field(default=2, ge=0, le=6)
    unit: str = ""


class MoneyField(AnswerBase):
    """Euro and cent. Answers keep it as a string ("12.50"), rules see a number."""

    kind: Literal["money"]
    minimum: float = 0
    maximum: float = 1_000_000_000


class DateField(AnswerBase):
    kind: Literal["date"]


class YesNoField(AnswerBase):
    kind: Literal["yesno"]


class ChoiceBase(AnswerBase):
    """The choice is either written here (`choices`) or comes from a parameter (`choices_from`).

    `options` is a rule that gives the list of the values on offer now; what it leaves out can't be chosen.
    """

    choices: tuple[Key, ...] = ()
    choices_from: Key | None = None
    options: Rule | None = None


class ChoiceField(ChoiceBase):
    kind: Literal["choice"]
    look: Literal["auto", "radio", "select"] = "auto"


class ChoicesField(ChoiceBase):
    kind: Literal["choices"]


class EmailField(AnswerBase):
    kind: Literal["email"]


class PhoneField(AnswerBase):
    kind: Literal["phone"]


class IbanField(AnswerBase):
    kind: Literal["iban"]


class PostcodeField(AnswerBase):
    """Five digits, as in Germany."""

    kind: Literal["postcode"]


class FileField(AnswerBase):
    """One upload or several. What is accepted is checked again by content when the file arrives."""

    kind: Literal["file"]
    accept: tuple[Literal["pdf", "jpeg", "png"], ...] = ("pdf", "jpeg", "png")
    max_files: int = Field(default=1, ge=1, le=20)
    max_mb: int = Field(default=10, ge=1, le=50)


class AppointmentField(AnswerBase):
    """A time to come to the town hall, kept while the form is filled in and booked when it is sent.

    For what one comes is named here (`offerings` of appointments.yaml, done in one visit) or by a list parameter
    (`offering_from`): where the municipality leaves that empty, the field isn't shown. At the counter it always may
    stay open. `ends_with_case`: a visit that is still to come is cancelled when the case is completed, not only when
    it is withdrawn.
    """

    kind: Literal["appointment"]
    offerings: tuple[ServiceKey, ...] = Field(default=(), max_length=4)
    offering_from: Key | None = None
    ends_with_case: bool = False


class InfoField(FieldBase):
    """Words between the questions."""

    kind: Literal["info"]


class ComputedField(FieldBase):
    """Shown, never typed. `show: false` keeps a helper value off the page and out of the summary."""

    kind: Literal["computed"]
    type: Literal["money", "integer", "decimal", "text", "date", "yesno"]
    rule: Rule
    show: bool = True


class DeclarationField(FieldBase):
    """A sentence to confirm. It can be optional (a consent), but then says so."""

    kind: Literal["declaration"]
    required: bool | Rule = True
    front_office: bool = False


class CompositeBase(AnswerBase):
    """Several fields that are one thing. The loader fills `fields` from the shared group."""

    group: Name | None = None
    fields: tuple["FieldDefinition", ...] = Field(min_length=1)


class PersonField(CompositeBase):
    kind: Literal["person"]


class AddressField(CompositeBase):
    kind: Literal["address"]


class OrganisationField(CompositeBase):
    kind: Literal["organisation"]


class DateRangeField(CompositeBase):
    """Two dates, `von` and `bis`."""

    kind: Literal["daterange"]


class GroupField(FieldBase):
    """Rows of the same fields. Rules of a row see their row as `this`, and everything outside the group."""

    kind: Literal["group"]
    min_rows: int = Field(default=1, ge=0, le=50)
    max_rows: int = Field(default=10, ge=1, le=50)
    valid: dict[Key, Rule] = {}
    fields: tuple["FieldDefinition", ...] = Field(min_length=1)

    @field_validator("fields")
    @classmethod
    def _no_group_in_a_group(cls, fields: tuple["FieldDefinition", ...]) -> tuple["FieldDefinition", ...]:
        if any(isinstance(field, GroupField) for field in fields):
            raise ValueError("a repeating group can't hold another one")
        return fields


FieldDefinition = Annotated[
    TextField
    | LongTextField
    | IntegerField
    | DecimalField
    | MoneyField
    | DateField
    | DateRangeField
    | YesNoField
    | ChoiceField
    | ChoicesField
    | EmailField
    | PhoneField
    | IbanField
    | PostcodeField
    | FileField
    | AppointmentField
    | InfoField
    | ComputedField
    | DeclarationField
    | PersonField
    | AddressField
    | OrganisationField
    | GroupField,
    Field(discriminator="kind"),
]

for _model in (CompositeBase, PersonField, AddressField, OrganisationField, DateRangeField, GroupField):
    _model.model_rebuild()


class PageDefinition(Definition):
    key: Key
    visible: Rule | None = None
    fields: tuple[FieldDefinition, ...] = Field(min_length=1)


class FeeDefinition(Definition):
    """One line of the fee: an amount in euros, or a discount where the rule gives less than 0."""

    key: Key
    rule: Rule
    visible: Rule | None = None


class Confirmations(Definition):
    """Everybody in the rows of a group confirms by a link of their own before the application counts as sent.

    The other keys are paths within a row. In the `given` order each is asked after the one before has confirmed.
    """

    rows: Key
    first_name: Path
    last_name: Path
    email: Path
    order: Literal["any", "given"] = "any"


class ThingDefinition(Definition):
    """Questions about something that people have for longer, and may keep in their account: a dog, a meter, a child.

    `kind` is one of things.yaml, whose `fields` have the same keys in all forms that ask for it. They stand on one
    page: loose, or `within` a composite or the rows of a group. The answers at `label` name it.
    """

    kind: Key
    within: Key | None = None
    label: tuple[Key, ...] = Field(min_length=1)
    fields: tuple[Key, ...] = Field(min_length=1)


class FormDefinition(Definition):
    pages: tuple[PageDefinition, ...] = Field(min_length=1)
    fee: tuple[FeeDefinition, ...] = ()
    confirmations: Confirmations | None = None
    things: tuple[ThingDefinition, ...] = ()
