"""Records for tests: one factory a model, nothing surprising inside."""
