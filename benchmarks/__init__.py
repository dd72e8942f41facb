"""Measurements of the product, each against the real server; no part of the product imports them."""
