"""Following a case without an account: number and code, status, answers to queries, documents."""
