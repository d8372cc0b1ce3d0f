"""一抓到底 Measures: from a measure assigned to a closing somebody else verified and a leader signed.

Accountability, progress, evidence, extension, closing, look-back, cards and supervision orders.
It does not keep what was said (room `listening`) nor what the problem is (room `problems`).
"""
