"""A database engine: Django's SQLite with one writer of this process at a time."""
