from .seeding import take_over_topics

__all__ = ["take_over_topics"]
