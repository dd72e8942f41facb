"""Plumbing of HTTP and storage that every app uses; no models, no words of the domain."""
