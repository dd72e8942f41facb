"""Shapes of leaderboards in the API; no rules."""
