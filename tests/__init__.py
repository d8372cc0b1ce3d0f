"""What proves that Luodi behaves as promised; mirrors `luodi/`."""
