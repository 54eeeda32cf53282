"""Signing in with a state account: OpenID Connect or SAML, to BundID behind a broker or to any other provider.

allauth's own providers are not the base. Its OpenID Connect sends no nonce, checks no signature after the exchange
of the code, and joins by e-mail addresses in a table that we don't fill; its SAML doesn't hold an answer to recipient
and audience where they are left out. What remains of it here is what is good: its way into a session
(`perform_login`), with the stages, limits and signals that every sign-in of ours goes through.
"""
