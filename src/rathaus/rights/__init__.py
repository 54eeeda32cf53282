"""The rights of an account's owner: take one's data along, delete the account (GDPR Art. 15, 17, 20). Others import
`rights.service`."""
