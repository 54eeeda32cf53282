"""Getting a publication to everybody who wants it: rows first, then batches over few connections."""
