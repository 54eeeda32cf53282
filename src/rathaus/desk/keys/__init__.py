"""Keys for partners' programs."""
