"""What is taken when: one table of time ranges for counters and rooms alike. Others import `occupancy.service`."""
