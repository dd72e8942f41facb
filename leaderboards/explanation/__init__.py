"""Why an entry has its rank: from item to rank, with the rule beside each number.

`source` says which standing its viewer may have explained, `history` what was entered and decided
for the entry until then, `catalogue` the rules in both languages. `document` makes one document of
them; the API's JSON, the screen and the printed page all show that and look nothing up. Computes no
result of its own: a working that does not come to the number that stands is left out.
"""
