"""Background jobs: a table of leases, the worker, and the API of their progress."""
