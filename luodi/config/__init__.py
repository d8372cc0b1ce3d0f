"""How the rooms are put together: settings, addresses, the API and the command line."""
