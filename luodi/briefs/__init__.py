"""简报 Briefs: official texts whose every figure is traced, frozen when checked, held against today.

Templates, briefs with versions and sign-off, editions with their frozen figures, Word and PDF.
It computes no number of its own: figures are declared by the rooms that own the records.
"""
