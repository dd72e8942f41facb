"""The append-only history: who gave which right, opened which way in, approved, exported, was refused.

What people do inside a contest's judging has histories of its own (revisions, changes, events) and
is not repeated here.
"""
