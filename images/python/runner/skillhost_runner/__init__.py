"""Serves the functions of a Python module over the Model Context Protocol, with nothing but the standard library."""
