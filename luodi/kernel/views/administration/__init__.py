"""Administration pages: units, people, office (system); accounts and roles (security); audit log."""
