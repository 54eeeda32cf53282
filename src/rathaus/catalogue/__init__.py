"""What a municipality offers: published service versions, parameters, search. Others import `catalogue.service`."""
