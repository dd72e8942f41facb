"""Measurements on a real server; never part of the tests."""
