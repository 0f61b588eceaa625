#!/usr/bin/env python3
"""Producers of the other layouts that share no code with Framelatch.

Written from docs/layouts.md alone, with Python's standard library. `layouts.py KIND NAME …`; commands come on standard
input, one a line, each answered by a line:

    camera NAME W H         frame Y U V · state N · word OFFSET VALUE · truncate BYTES
    block NAME MAXIMUM      text TEXT · hex BYTES · damage · hold · drop · word OFFSET VALUE · truncate BYTES
    struct NAME [BYTES]     set A B C TEXT · race (writes as fast as it can until the next line)

Each answers `ready` first, and removes its objects when its input ends. `die` ends it without that.
"""

import fcntl
import mmap
import os
import signal
import struct
import sys
import threading

FOLDER = "/dev/shm/"


class Region:
    def __init__(self, name, size):
        self.path = FOLDER + name
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        os.posix_fallocate(fd, 0, size)
        self.fd = fd
        self.view = mmap.mmap(fd, size)

    def put(self, layout, offset, *values):
        struct.pack_into(layout, self.view, offset, *values)

    def remove(self):
        os.unlink(self.path)


class Camera:
    def __init__(self, name, width, height):
        self.width, self.height = int(width), int(height)
        self.slot_bytes = (32 + self.width * self.height * 3 // 2 + 31) // 32 * 32
        self.offsets = [96 + slot * self.slot_bytes for slot in range(3)]
        self.region = Region(name, 96 + 3 * self.slot_bytes)
        self.region.put("<3I", 12, *self.offsets)
        self.region.put("<2I", 28, self.width, self.height)
        self.region.put("<Q", 40, 333333)
        self.region.put("<I", 8, 1)
        self.index = 0

    def fill(self, slot, y, u, v):
        start = self.offsets[slot] + 32
        luma = self.width * self.height
        self.region.view[start : start + luma] = bytes([int(y)]) * luma
        self.region.view[start + luma : start + luma * 3 // 2] = bytes([int(u), int(v)]) * (luma // 4)

    def frame(self, y, u, v):
        self.index += 1
        self.region.put("<I", 0, self.index)
        self.fill(self.index % 3, y, u, v)
        self.region.put("<I", 4, self.index)
        self.region.put("<I", 8, 2)
        return f"published {self.index}"

    def state(self, value):
        self.region.put("<I", 8, int(value))
        return "stored"


def crc64(content):
    state = 0xFFFFFFFFFFFFFFFF
    for byte in content:
        state ^= byte
        for _ in range(8):
            state = (state >> 1) ^ (0xC96C5795D7870F42 if state & 1 else 0)
    return state ^ 0xFFFFFFFFFFFFFFFF


class Block:
    def __init__(self, name, maximum):
        self.maximum = int(maximum)
        self.region = Region("ShareMemoryMap-" + name, self.maximum + 33)
        self.region.put("<iiiiQi", 0, self.maximum + 33, 32, 0, 1, 0, 0)
        self.lock_path = FOLDER + "ShareMemoryLockedFile-" + name + ".mdb"
        self.lock = os.open(self.lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def write(self, content):
        # As the document's writer: what is longer is cut.
        content = content[: self.maximum]
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.region.put("<i", 8, len(content))
        self.region.put("<Q", 16, crc64(content))
        self.region.view[32 : 32 + len(content)] = content
        self.region.view[32 + len(content)] = 0
        fcntl.flock(self.lock, fcntl.LOCK_UN)
        return f"written {len(content)}"

    def text(self, *words):
        return self.write(" ".join(words).encode())

    def hex(self, digits):
        return self.write(bytes.fromhex(digits))

    def damage(self):
        self.region.view[32] = self.region.view[32] ^ 0xFF
        return "damaged"

    def hold(self):
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        return "held"

    def drop(self):
        fcntl.flock(self.lock, fcntl.LOCK_UN)
        return "dropped"

    def remove(self):
        self.region.remove()
        os.unlink(self.lock_path)


class Struct:
    def __init__(self, name, size=80):
        self.region = Region(name, int(size))
        self.racing = False

    def set(self, a, b, c, *text):
        self.region.put("<ifd64s", 0, int(a), float(b), float(c), " ".join(text).encode())
        return "set"

    def race(self):
        self.racing = True

        def run():
            count = 0
            while self.racing:
                count = (count + 1) & 0x7FFFFFFF
                self.region.put("<i", 0, count)

        threading.Thread(target=run, daemon=True).start()
        return "racing"


def main():
    kind, *arguments = sys.argv[1:]
    producer = {"camera": Camera, "block": Block, "struct": Struct}[kind](*arguments)
    print("ready", flush=True)
    for line in sys.stdin:
        command, *words = line.split()
        if command == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if command == "word":
            producer.region.put("<I", int(words[0]), int(words[1]) & 0xFFFFFFFF)
            answer = "stored"
        elif command == "truncate":
            os.ftruncate(producer.region.fd, int(words[0]))
            answer = "truncated"
        else:
            if kind == "struct" and command != "race":
                producer.racing = False
            answer = getattr(producer, command)(*words)
        print(answer, flush=True)
    getattr(producer, "remove", producer.region.remove)()


main()
