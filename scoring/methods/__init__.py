"""Methods by name: pure functions on exact rationals, each with its source."""
