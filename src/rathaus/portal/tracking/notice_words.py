"""What a person is told of the way of their notice."""

from typing import Any

from rathaus.cases.service import DeliveryRecord, given_sentence, objection_sentence, waiting_sentence


def delivery_words(record: DeliveryRecord) -> dict[str, Any]:
    """The sentences for a person: what they should do, from when it counts, until when they can object."""
    return {
        "waiting": waiting_sentence(record),
        "given": given_sentence(record),
        "objection": objection_sentence(record),
    }
