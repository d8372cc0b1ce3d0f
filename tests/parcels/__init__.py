"""包裹: a room that exists only in tests, with every piece of furniture the kernel has to serve."""
