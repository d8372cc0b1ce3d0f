"""查摆问题 Problems: many statements become a dozen traceable problems.

Linking, merging and splitting move links, never rows; the engine proposes, a person decides, and
refusals are kept. What is done about a problem belongs to the room `measures`.
"""
