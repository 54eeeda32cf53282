"""From a municipality's topics.yaml to rows."""

from rathaus.formengine.service import ChannelDefinition, TopicDefinition

from .models import Facility, Template, Topic

_SAME = {"name", "name_en", "icon", "by_place"}


def take_over_topics(definition: ChannelDefinition) -> None:
    """Create or update topics, facilities and templates of the scope's municipality. May run again.

    What is no longer defined is switched off, never removed: publications and subscriptions point to it.
    """
    known: dict[str, Topic] = {}
    for topic in definition.topics:
        parent = known[topic.key] = _topic(topic, None, len(known))
        for leaf in topic.topics:
            known[leaf.key] = _topic(leaf, parent, len(known))
    Topic.objects.exclude(key__in=known).update(is_active=False)
    _facilities(definition, known)
    _templates(definition, known)


def _topic(definition: TopicDefinition, parent: Topic | None, position: int) -> Topic:
    row, _ = Topic.objects.update_or_create(
        key=definition.key,
        defaults={
            **definition.model_dump(include=_SAME),
            "services": list(definition.services),
            "parent": parent,
            "has_meetings": definition.meetings or bool(parent and parent.has_meetings),
            "is_leaf": not definition.topics,
            "position": position,
            "is_active": True,
        },
    )
    return row


def _facilities(definition: ChannelDefinition, known: dict[str, Topic]) -> None:
    keys: list[str] = []
    for topic in definition.leaves:
        for facility in topic.facilities:
            defaults = {
                "topic": known[topic.key],
                "name": facility.name,
                "place": facility.place,
                "services": list(facility.services),
                "position": len(keys),
                "is_active": True,
            }
            Facility.objects.update_or_create(key=facility.key, defaults=defaults)
            keys.append(facility.key)
    Facility.objects.exclude(key__in=keys).update(is_active=False)


def _templates(definition: ChannelDefinition, known: dict[str, Topic]) -> None:
    for position, template in enumerate(definition.templates):
        told = template.model_dump(exclude={"key", "topic"})
        defaults = {**told, "topic": known[template.topic], "position": position, "is_active": True}
        Template.objects.update_or_create(key=template.key, defaults=defaults)
    Template.objects.exclude(key__in=[t.key for t in definition.templates]).update(is_active=False)
