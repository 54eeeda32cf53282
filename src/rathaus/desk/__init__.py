"""The desk: where the staff of a town hall work. Views, addresses and templates; the acts are those of `cases`."""
