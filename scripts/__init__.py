"""What `make` runs around the product: setting up, a PostgreSQL for tests, the suites."""
