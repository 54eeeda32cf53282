"""Services as data: types, rules, reading, checking, summary. Pure Python; the door is `service`."""
