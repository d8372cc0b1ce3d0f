"""底座: what every room stands on.

Units, people and posts, access, transitions, the trail, evidence, figures, sheets, jobs, notices,
workdays. It knows no room; rooms register what they have (moves, figures, sheets, jobs) by name.
"""
