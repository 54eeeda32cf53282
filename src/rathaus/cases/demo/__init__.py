"""Cases for the demo's inbox, made through the same actions as everybody's. Others import `create_demo_cases`."""

from .seeding import create_demo_cases

__all__ = ["create_demo_cases"]
