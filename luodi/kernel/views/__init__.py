"""Pages every room shares."""
