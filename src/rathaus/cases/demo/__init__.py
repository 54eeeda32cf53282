"""Cases for the demo's inbox and its postboxes, made through the same actions as everybody's."""

from .postboxes import create_demo_postboxes
from .seeding import create_demo_cases

__all__ = ["create_demo_cases", "create_demo_postboxes"]
