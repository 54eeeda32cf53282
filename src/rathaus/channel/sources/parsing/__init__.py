"""Pure readers of foreign formats: bytes in, typed items out, bounded; they know neither database nor network."""
