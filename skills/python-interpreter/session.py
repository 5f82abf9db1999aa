"""The interpreter as its server sees it: a process of its own, which is told what to run, interrupted, and replaced when it is gone."""
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time

import skillhost

# As in kernel.py.
BROKEN = 97
KEPT_BYTES = 32 * 1024
LONGEST_LAST_WORDS = 1000
LARGEST_ANSWER = 4 << 20
INTERRUPTS = 3
LONGEST_WAIT = 3600.0
POLL_SECONDS = 0.05
GRACE_SECONDS = 3.0
# The host waits for a second after it has told that a call is cancelled.
CANCEL_GRACE_SECONDS = 0.7
START_SECONDS = 20.0
FOLDER = os.path.dirname(os.path.abspath(__file__))


class Interpreter:
    """Runs one piece of code at a time."""

    def __init__(self):
        self._turn = threading.Lock()
        self._start()

    def run(self, code, timeout):
        """What came of the code."""
        return self._ask({"do": "run", "code": code}, timeout)

    def variables(self):
        return self._ask({"do": "variables"}, START_SECONDS)["variables"]

    def restart(self):
        with _Turn(self._turn):
            self._end()
            self._start()

    def _start(self):
        commands, self._commands = os.pipe()
        self._answers, answers = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, os.path.join(FOLDER, "kernel.py"), str(commands), str(answers)], pass_fds=(commands, answers), cwd="/tmp",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            env={**os.environ, "MPLBACKEND": "module://skillhost_plots", "PYTHONPATH": ""})
        os.close(commands)
        os.close(answers)
        self._whole, self._ready = bytearray(), False
        self._outputs = {self._process.stdout.fileno(): _Output(1), self._process.stderr.fileno(): _Output(2)}
        for descriptor in (*self._outputs, self._answers):
            os.set_blocking(descriptor, False)

    def _end(self):
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._process.stdout.close()
        self._process.stderr.close()
        os.close(self._commands)
        os.close(self._answers)

    def _signal(self, number):
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            pass

    def _ask(self, request, timeout):
        with _Turn(self._turn):
            if self._process.poll() is not None:
                self._lost("ended between two calls")
            for output in self._outputs.values():
                output.clear()
            try:
                if not self._ready:
                    self._ready = self._read(START_SECONDS) is not None or self._lost("did not start")
                return self._answered(request, timeout)
            except skillhost.Cancelled:
                self._stop()
                raise

    def _answered(self, request, timeout):
        try:
            self._send(json.dumps(request).encode() + b"\n")
        except BrokenPipeError:
            self._lost("ended between two calls")
        answer = self._read(timeout)
        late = answer is None
        if late:
            answer = self._interrupt(GRACE_SECONDS) or self._lost(f"was interrupted after {timeout:g} s and did not stop")
        answer["stdout"], answer["stderr"] = (output.text() for output in self._outputs.values())
        if late:
            told = "error" if answer.get("error") else "stderr"
            answer[told] = answer.get(told, "") + f"interrupted after {timeout:g} s; the variables are kept\n"
        return answer

    def _send(self, data):
        # The interpreter reads whenever it waits for a command; one that does not is of no use.
        while data:
            data = data[os.write(self._commands, data):]

    def _stop(self):
        """Interrupts code that nobody waits for; what does not stop is replaced."""
        try:
            stopped = self._ready and self._interrupt(CANCEL_GRACE_SECONDS) is not None
        except skillhost.Failure:
            return
        if not stopped:
            self._end()
            self._start()

    def _interrupt(self, seconds):
        """The answer of code that is interrupted, several times over, since it may not have begun; None when it does not stop."""
        for _ in range(INTERRUPTS):
            self._signal(signal.SIGINT)
            answer = self._read(seconds / INTERRUPTS)
            if answer is not None:
                return answer
        return None

    def _read(self, seconds):
        """The answer, or None when it has not come in time. What is printed meanwhile is kept and passed on."""
        deadline, whole = time.monotonic() + min(seconds, LONGEST_WAIT), self._whole
        while b"\n" not in whole[-1:]:
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            # Short: a cancelled call is told of it between two waits.
            ready, _, _ = select.select([self._answers, *self._open()], [], [], min(left, POLL_SECONDS))
            self._drain()
            if (self._answers in ready and not self._take(whole)) or (not ready and self._process.poll() is not None):
                self._lost(self._how())
        self._drain()
        self._whole = bytearray()
        try:
            return json.loads(whole)
        except ValueError:
            self._lost("wrote what is no answer")

    def _take(self, whole):
        try:
            chunk = os.read(self._answers, 1 << 16)
        except BlockingIOError:
            return True
        whole += chunk
        return bool(chunk) and len(whole) <= LARGEST_ANSWER

    def _open(self):
        return [descriptor for descriptor, output in self._outputs.items() if not output.ended]

    def _drain(self):
        for descriptor in self._open():
            self._outputs[descriptor].drain(descriptor)

    def _how(self):
        """How the process ended, in words."""
        try:
            code = self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            return "closed the pipe on which it answers"
        if code == -signal.SIGKILL:
            return "was killed, as when it wants more memory than the skill has"
        if code == BROKEN:
            return "could not go on, as the code broke or closed what it answers with"
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"was ended by the code with exit code {code}"

    def _lost(self, how):
        self._drain()
        printed = "".join(output.text() for output in self._outputs.values())[-LONGEST_LAST_WORDS:]
        self._end()
        self._start()
        last = f"; the last that it printed:\n{printed}" if printed else ""
        raise skillhost.Failure(f"the interpreter {how}; it was started anew, its variables are gone{last}")


class _Output:
    """What came out of one stream: the beginning, and how much more there was."""

    def __init__(self, log):
        self._log, self._kept, self._total, self.ended = log, bytearray(), 0, False

    def clear(self):
        self._kept, self._total = bytearray(), 0

    def drain(self, descriptor):
        # Bounded, so that what prints for ever cannot keep its own deadline from being seen.
        for _ in range(64):
            try:
                chunk = os.read(descriptor, 1 << 16)
            except BlockingIOError:
                return
            if not chunk:
                self.ended = True
                return
            room = chunk[:max(0, KEPT_BYTES - len(self._kept))]
            self._kept += room
            self._total += len(chunk)
            if room:
                os.write(2, room)

    def text(self):
        text = self._kept.decode("utf-8", "replace")
        dropped = self._total - len(self._kept)
        return f"{text}\n… {dropped} more bytes were dropped" if dropped else text


class _Turn:
    """A lock that a cancelled call stops waiting for."""

    def __init__(self, lock):
        self._lock = lock

    def __enter__(self):
        while not self._lock.acquire(timeout=POLL_SECONDS):
            pass

    def __exit__(self, *_):
        self._lock.release()
