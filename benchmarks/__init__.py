"""Measurements of the product; each module runs by itself and ends in one line of JSON."""
