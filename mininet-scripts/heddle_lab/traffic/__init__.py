"""Traffic from many hosts at once out of one process, and what became of every packet of it."""
