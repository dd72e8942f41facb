"""Views of leaderboards: parse, authorise, one domain call, answer."""
