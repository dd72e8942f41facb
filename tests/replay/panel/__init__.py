"""Contests decided by panels of judges, or by the ranks that they gave.

Each module reads one layout of files, whatever the event, and compares with its published results.
"""
