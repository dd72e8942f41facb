"""The ten kinds of people, in the order of the matrix's columns."""

ROLES = (
    "anonymous",
    "other_student",  # has an entry in the other contest
    "entry_student",
    "mentor",
    "assigned_judge",
    "unassigned_judge",  # has a seat in the same contest
    "head_judge",
    "organiser",
    "other_organiser",
    "staff",
)

EACH_KIND = ("anonymous", "entry_student", "assigned_judge", "organiser", "staff")
"""One of each kind: the others' queries are the same with other numbers."""
