#!/usr/bin/env python3
"""Fills an X server's screen with one colour, by the X11 protocol alone (standard library).

`x11_fill.py DISPLAY`; then each line `R G B` (0 to 255) on standard input fills the screen and is answered by `filled PIXEL`.
"""

import socket
import struct
import sys


def receive(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise SystemExit("the server closed the connection")
        data += part
    return data


def main():
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(f"/tmp/.X11-unix/X{int(sys.argv[1])}")
    connection.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
    success, length = struct.unpack("<BxHHH", receive(connection, 8))[0::3]
    setup = receive(connection, length * 4)
    if success != 1:
        raise SystemExit("the server refused the connection")
    vendor, formats = struct.unpack_from("<H", setup, 16)[0], setup[21]
    screen = 32 + (vendor + 3) // 4 * 4 + formats * 8
    root, colormap = struct.unpack_from("<II", setup, screen)
    print("ready", flush=True)
    for line in sys.stdin:
        red, green, blue = (int(word) * 257 for word in line.split())
        connection.sendall(struct.pack("<BxHIHHHxx", 84, 4, colormap, red, green, blue))  # AllocColor
        while True:
            reply = receive(connection, 32)
            if reply[0] == 1:
                break
            if reply[0] == 0:
                raise SystemExit(f"X error {reply[1]}")
        pixel = struct.unpack_from("<I", reply, 16)[0]
        connection.sendall(struct.pack("<BxHIII", 2, 4, root, 0x2, pixel))  # ChangeWindowAttributes: background pixel
        connection.sendall(struct.pack("<BBHIhhHH", 61, 0, 4, root, 0, 0, 0, 0))  # ClearArea: all of it
        connection.sendall(struct.pack("<BxH", 43, 1))  # GetInputFocus: answered when what came before is done
        while receive(connection, 32)[0] != 1:
            pass
        print(f"filled {pixel}", flush=True)


main()
