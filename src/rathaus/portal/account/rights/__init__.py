"""The rights of an account's owner: see, take along, correct, delete. Always their own, whomever they act for."""
