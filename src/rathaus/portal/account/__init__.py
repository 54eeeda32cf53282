"""/konto/: what an account knows, whom it acts for, and the rights of its owner."""
