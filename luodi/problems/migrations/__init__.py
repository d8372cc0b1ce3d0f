"""Schema changes of this room, squashed until the first release."""
