"""Speed figures, as ratios to a bare one-query Django view on the same server in the same run. `make bench`."""
