"""People, units and staff. Others import `accounts.service`."""
