"""What a file tells of its author besides its content: read, and taken out where that leaves the work
as it is.

PDF, office documents and notebooks are written anew without their properties. Archives, sound, film
and texts are the entrant's own work to the last byte: they are read only. Runs in a confined process
(`common.confined`), so it loads neither models nor settings.
"""

from submissions.uploads.properties.examining import examine

__all__ = ["examine"]
