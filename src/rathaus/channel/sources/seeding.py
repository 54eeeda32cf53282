"""From a municipality's sources.yaml to rows."""

from rathaus.channel.models import SourceConfig
from rathaus.formengine.service import SourcesDefinition


def take_over_sources(definition: SourcesDefinition) -> None:
    """Create or update the sources of the scope's municipality. May run again; where it stands in each stays.

    What is no longer defined is switched off, never removed: its items must not be told twice.
    """
    for source in definition.sources:
        told = source.model_dump(mode="json")
        same = {name: told[name] for name in ("kind", "name", "url", "every_minutes")}
        SourceConfig.objects.update_or_create(
            key=source.key, defaults={**same, "definition": told, "is_active": True}
        )
    SourceConfig.objects.exclude(key__in=[source.key for source in definition.sources]).update(is_active=False)
