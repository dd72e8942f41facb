"""Shapes of judging in the API; they hold no rule."""
