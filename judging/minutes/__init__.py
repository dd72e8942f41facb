"""The minutes of a round: their document (`document`) and its page (`page`)."""

from judging.minutes.document import document_of
from judging.minutes.page import html

__all__ = ["document_of", "html"]
