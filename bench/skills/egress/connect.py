import json
import socket
import sys
import time

times = []
address = (socket.gethostbyname("bench.test"), 28080)
for _ in range(json.load(sys.stdin)["runs"]):
    start = time.perf_counter()
    with socket.create_connection(address) as connection:
        connection.sendall(b"x")
        connection.recv(1)
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps(times))
