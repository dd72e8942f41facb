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
