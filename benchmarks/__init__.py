"""Measurements of speed and of fairness; each module runs by itself and can print JSON."""
