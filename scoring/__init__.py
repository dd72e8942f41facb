"""Scoring core: forms, policies and standings on exact rationals.

Pure functions over frozen dataclasses. It knows no framework, no clock, no randomness and does no
input or output; it imports nothing outside the standard library.
"""
