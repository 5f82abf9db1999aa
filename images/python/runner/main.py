"""Process of a skill's container: serves the functions of the module named in the first argument as MCP tools."""
import sys

from skillhost_runner.server import main

sys.exit(main(sys.argv[1:]))
