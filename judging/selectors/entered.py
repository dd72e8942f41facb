"""Which sheets hold something that a person entered, on a tablet or typed in from paper."""

from django.db.models import Exists, OuterRef, Q

from judging.models import PaperTranscript


def entered() -> Q:
    """Sheets that must not go away with their assignment."""
    typed = PaperTranscript.objects.filter(paper__scoresheet=OuterRef("pk"))
    return Q(revision__gt=0) | Q(Exists(typed))
