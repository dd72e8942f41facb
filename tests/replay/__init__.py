"""Replays of real contests: published results against what this product computes.

Each replay turns the files of a contest into a contest package, imports it, and compares the
standings read back from the database with the official ones. Run one by
`python -m tests.replay.fll DIR`, `.panel NAME_OR_DIR` or `.frc DIR_OR_FILE`; its last line of
output is one JSON object: {"checks": N, "agree": N, "differ": [the first ten]}.
"""
