"""FIRST LEGO League tournaments kept in the files of fll-sw: a descriptor and its score tables.

`xml` reads elements with their lines, `expressions` their arithmetic, `descriptor` the forms,
`tables` the CSV files, `tournament` makes packages of them, `checks` compares with what was
official. Only the layout of the files is known here, no season.
"""
