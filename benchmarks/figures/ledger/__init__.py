"""A synthetic room with one table, made to be large."""
