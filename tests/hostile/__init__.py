"""Input that is wrong on purpose: each is told plainly, and nothing of it stays."""
