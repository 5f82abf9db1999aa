import json
import sys

exec(compile(json.load(sys.stdin)["script"], "script", "exec"), {"__name__": "__main__"})
