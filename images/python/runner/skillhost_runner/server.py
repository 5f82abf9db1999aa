"""The server: one JSON-RPC message a line on the process's first standard streams, which nothing else can reach."""
import importlib
import json
import os
import sys
import threading
import traceback

import skillhost

from . import functions, results

REVISIONS = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
MOST_THREADS = 64
READ_BYTES = 65536
LATE_STEPS = 10_000


class Call:
    """One call under way."""

    def __init__(self, server, request_id, meta):
        self._server = server
        self.request_id = request_id
        self.token = meta.get("progressToken")
        self.invocation_id = str(meta.get("skillhost/invocationId", ""))
        self.cancelled = False
        self.thread = threading.get_ident()
        self.future = None

    def progress(self, progress, total, message):
        if self.token is not None:
            parameters = {"progressToken": self.token, "progress": progress}
            if total is not None:
                parameters["total"] = total
            if message is not None:
                parameters["message"] = str(message)
            self._server.write({"jsonrpc": "2.0", "method": "notifications/progress", "params": parameters})

    def log(self, message, level):
        self._server.write({"jsonrpc": "2.0", "method": "notifications/message", "params": {"level": level, "data": str(message)}})

    def cancel(self):
        self.cancelled = True
        if self.future is not None:
            self.future.cancel()
        else:
            import ctypes
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.thread), ctypes.py_object(skillhost.Cancelled))


class Server:
    """Serves calls, each on the thread that read it while another goes on reading: no call waits for a hand-over."""

    def __init__(self, source, target, found, name, folder):
        self._source, self._target = source, target
        self._functions = found
        self._name, self._folder = name, folder
        self._tools = json.dumps({"tools": [f.tool for f in found.values()]}, ensure_ascii=False)
        self._buffer = bytearray()
        self._lines = []
        self._reading, self._writing, self._state = threading.Lock(), threading.Lock(), threading.Lock()
        self._threads, self._idle = 1, 0
        self._calls = {}
        self._loop = None

    def serve(self):
        """Serves until the end. Two threads from the start: the first call finds the one that reads on while it runs."""
        self._rehearse()
        self._ensure_reader()
        self.run()

    def _rehearse(self):
        # What a call does first costs more than what it does again; here nobody waits for it.
        token = skillhost._call.set(None)
        json.loads(_dump({"jsonrpc": "2.0", "params": {"arguments": {"text": "é"}, "_meta": {}}}))
        skillhost._call.reset(token)

    def run(self):
        while True:
            with self._state:
                self._idle += 1
            with self._reading:
                with self._state:
                    self._idle -= 1
                request = self._next()
                if request is None:
                    os._exit(0)
                self._ensure_reader()
            self._call(*request)

    def _ensure_reader(self):
        with self._state:
            if self._idle > 0 or self._threads >= MOST_THREADS:
                return
            self._threads += 1
        threading.Thread(target=self.run, daemon=True).start()

    def _next(self):
        """The next call; everything else is answered at once. None at the end."""
        while True:
            line = self._line()
            if line is None:
                return None
            try:
                message = json.loads(line)
            except ValueError:
                self.write({"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "no JSON"}})
                continue
            method, request_id = message.get("method"), message.get("id")
            if method == "tools/call":
                return request_id, message.get("params") or {}
            self._answer(method, request_id, message.get("params") or {})

    def _line(self):
        while not self._lines:
            chunk = os.read(self._source, READ_BYTES)
            if not chunk:
                return None
            if b"\n" in chunk:
                *lines, rest = chunk.split(b"\n")
                self._buffer += lines[0]
                lines[0] = bytes(self._buffer)
                self._buffer = bytearray(rest)
                self._lines = [line for line in reversed(lines) if line.strip()]
            else:
                self._buffer += chunk
        return self._lines.pop()

    def _answer(self, method, request_id, parameters):
        if request_id is None:
            if method == "notifications/cancelled":
                with self._state:
                    call = self._calls.get(parameters.get("requestId"))
                    if call:
                        call.cancel()
        elif method == "initialize":
            asked = parameters.get("protocolVersion")
            self._result(request_id, json.dumps({
                "protocolVersion": asked if asked in REVISIONS else REVISIONS[-1],
                "capabilities": {"tools": {}, "logging": {}},
                "serverInfo": {"name": self._name, "version": "1"}}))
        elif method == "tools/list":
            self._result(request_id, self._tools)
        elif method in ("ping", "logging/setLevel"):
            self._result(request_id, "{}")
        else:
            self.write({"jsonrpc": "2.0", "id": request_id, "error": {"code": -32601, "message": "no such method"}})

    def _call(self, request_id, parameters):
        function = self._functions.get(parameters.get("name"))
        if function is None:
            self.write({"jsonrpc": "2.0", "id": request_id, "error": {"code": -32602, "message": "no such tool"}})
            return
        call = Call(self, request_id, parameters.get("_meta") or {})
        with self._state:
            self._calls[request_id] = call
        token = skillhost._call.set(call)
        text = self._ended(function, call, parameters.get("arguments") or {})
        skillhost._call.reset(token)
        if text is None:
            self.write({"jsonrpc": "2.0", "id": request_id, "error": {"code": -32000, "message": "cancelled"}})
        else:
            self._result(request_id, text)

    def _ended(self, function, call, arguments):
        """The result, or None of a call that was cancelled, which may be raised anywhere until the call is forgotten, and never later."""
        text, runs = None, True
        while True:
            try:
                if runs:
                    runs = False
                    text = self._run(function, call, arguments)
                with self._state:
                    self._calls.pop(call.request_id, None)
                for _ in range(LATE_STEPS if call.cancelled and call.future is None else 0):
                    pass
                return text
            except skillhost.Cancelled:
                continue

    def _run(self, function, call, arguments):
        try:
            value = function.call(arguments)
            if function.is_async:
                value = self._wait(value, call)
            elif function.spread:
                value = list(value)
            return _dump(results.of(function, value))
        except skillhost.Cancelled:
            raise
        except BaseException as e:  # SystemExit too: a function does not end its server.
            if call.cancelled:
                raise skillhost.Cancelled from e
            return _dump(results.error(e, self._folder))

    def _wait(self, coroutine, call):
        import asyncio
        with self._state:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, daemon=True).start()

        async def run():
            skillhost._call.set(call)
            return await coroutine
        call.future = asyncio.run_coroutine_threadsafe(run(), self._loop)
        return call.future.result()

    def _result(self, request_id, text):
        self._send(f'{{"jsonrpc":"2.0","id":{json.dumps(request_id)},"result":{text}}}\n')

    def write(self, message):
        self._send(_dump(message) + "\n")

    def _send(self, text):
        data = memoryview(text.encode("utf-8", "replace"))
        with self._writing:
            while data:
                data = data[os.write(self._target, data):]


def _dump(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def main(arguments):
    """Serves the module named first, and of it the functions named second, separated by commas, or all public ones."""
    # Whatever the module or its children print goes to standard error, also what C code writes.
    source, target = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    folder = os.getcwd()
    sys.path[0:0] = [folder]
    sys.argv = [arguments[0]]
    try:
        module = importlib.import_module(arguments[0])
        found = functions.find(module, [name.rstrip("=") for name in arguments[1].split(",")] if len(arguments) > 1 else None)
    except functions.Refused as e:
        print(e, file=sys.stderr)
        return 1
    except ModuleNotFoundError as e:
        if e.name != arguments[0]:
            traceback.print_exc()
            return 1
        print(f"there is no module {arguments[0]}: wanted {arguments[0].replace('.', '/')}.py in the skill's folder, "
              "or module: in the manifest", file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    Server(source, target, found, os.environ.get("SKILL_NAME", arguments[0]), folder).serve()
    return 0
