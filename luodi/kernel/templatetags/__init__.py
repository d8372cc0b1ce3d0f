"""Template tags every room may load as `luodi`."""
