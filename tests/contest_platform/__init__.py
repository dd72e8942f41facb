"""Tests of the wiring: settings, addresses, the supervisor."""
