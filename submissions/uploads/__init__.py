"""Decides whether a file that somebody sends is what it says, and harmless to keep.

Looks at bytes only: no database, no storage, no unpacking.
"""
