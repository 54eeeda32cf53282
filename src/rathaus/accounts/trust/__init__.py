"""How sure it is who acts: by the sign-in of this session, and by identity documents seen at the counter."""
