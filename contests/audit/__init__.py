"""The history as people read it: a list and files, for staff and for who manages a contest.

Written it is by `accounts.audit.services`, by the services of every app.
"""
