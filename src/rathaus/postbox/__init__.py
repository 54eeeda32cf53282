"""What a town hall and a person say to each other, and the list of all that concerns one. Others import
`postbox.service`."""
