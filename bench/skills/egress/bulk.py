import json
import socket
import sys
import time

size = json.load(sys.stdin)["bytes"]
block = memoryview(bytearray(1 << 18))


def carry(word, move):
    with socket.create_connection(("bulk.test", 28081)) as connection:
        connection.sendall(word)
        start = time.perf_counter()
        left = size
        while left > 0:
            left -= move(connection, left)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)
        return size / (time.perf_counter() - start) / 1e6


up = carry(b"u", lambda c, left: c.send(block[: min(left, len(block))]))
down = carry(b"d", lambda c, left: c.recv_into(block, min(left, len(block))))
print(json.dumps([up, down]))
