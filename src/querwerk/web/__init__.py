"""The roof: settings, addresses, the access table, base templates, components, and the command line."""
