"""What somebody wants to be told by e-mail: the page in their account, and the link in each e-mail."""
