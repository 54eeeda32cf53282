"""How the automatic sources are: for administrators."""
