"""广开言路 Listening: campaigns, gatherings and what people said there.

It keeps every sentence word for word, says what became of it, and answers whoever spoke. It does
not judge what a problem is (room `problems`) nor what is done about it (room `measures`).
"""
