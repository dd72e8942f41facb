"""Judging in the API: parse, authorise, one call of a service or selector, serialise."""
