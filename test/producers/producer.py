#!/usr/bin/env python3
"""A producer of the capture-hook ABI that shares no code with Framelatch.

Written from docs/capture-hook.md and docs/posix-objects.md alone, with Python's standard library. Frames are one colour
each (given as raw bytes of one pixel), so that a test knows every byte. Commands come on standard input, one a line:

    frame HEX        publish a frame whose every pixel is HEX; answers "published BUFFER" or "dropped"
    resize W H       re-initialise at another size; answers "resized MAP_ID"
    poke WHERE OFFSET HEX   write bytes into "info" or "texture"; answers "poked"
    truncate WHERE BYTES    shrink or grow an object; answers "truncated"
    die              take the next buffer's mutex, write half a frame, and die holding it
    quit             remove everything and end
"""

import argparse
import fcntl
import mmap
import os
import signal
import struct
import sys

BYTES_PER_PIXEL = {2: 16, 10: 8, 11: 8, 24: 4, 28: 4, 29: 4, 85: 2, 86: 2, 87: 4, 88: 4, 91: 4}
FOLDER = "/dev/shm/"


def create(name, size):
    fd = os.open(FOLDER + name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    os.posix_fallocate(fd, 0, size)
    return fd


class Mutex:
    def __init__(self, name):
        self.name = name
        self.fd = create(name, 16)
        os.pwrite(self.fd, struct.pack("<4I", 0x584D4C46, 1, 0, 0), 0)

    def try_lock(self):
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        os.pwrite(self.fd, struct.pack("<I", os.getpid()), 8)
        return True

    def unlock(self):
        os.pwrite(self.fd, struct.pack("<I", 0), 8)
        fcntl.flock(self.fd, fcntl.LOCK_UN)


class Producer:
    def __init__(self, options):
        self.options = options
        self.map_id = 0
        self.texture_name = None
        prefix = options.dialect + "_"
        self.mutexes = [Mutex(f"{prefix}TextureMutex{n}{options.id}") for n in (1, 2)]
        self.info_name = f"{prefix}HookInfo{options.id}"
        self.start(options.width, options.height)
        size = 648 if options.dialect == "CaptureHook" else 56
        self.info_fd = create(self.info_name, size)
        self.info = mmap.mmap(self.info_fd, size)
        self.write_info()

    def start(self, width, height):
        """Another texture, as at every (re)initialisation."""
        if self.texture_name:
            os.unlink(FOLDER + self.texture_name)
        self.map_id += 1
        self.width, self.height = width, height
        self.pitch = width * BYTES_PER_PIXEL[self.options.format] + self.options.pad
        self.frame = self.pitch * height
        aligned = (self.frame + 31) // 32 * 32
        self.map_size = 64 + 2 * aligned
        window = self.options.window if self.options.dialect == "CaptureHook" else self.options.id
        self.texture_name = f"{self.options.dialect}_Texture_{window}_{self.map_id}"
        self.texture_fd = create(self.texture_name, self.map_size)
        self.texture = mmap.mmap(self.texture_fd, self.map_size)
        self.offsets = (32, 32 + aligned)
        self.texture[0:12] = struct.pack("<iII", -1, *self.offsets)
        self.next_buffer = 0

    def write_info(self):
        o = self.options
        if o.dialect == "CaptureHook":
            self.info[0:20] = struct.pack("<IIiII", 1, 8, o.type, o.window, o.format)
            self.info[20:28] = struct.pack("<II", self.width, self.height)
            self.info[36:49] = struct.pack("<IIIB", self.pitch, self.map_id, self.map_size, o.flip)
        else:
            self.info[0:33] = struct.pack(
                "<IIIIIIIIB", 0, o.type, self.width, self.height, o.format, self.pitch, self.map_id, self.map_size, o.flip
            )

    def publish(self, pixel, die=False):
        for buffer in (self.next_buffer, 1 - self.next_buffer):
            if not self.mutexes[buffer].try_lock():
                continue
            row = (pixel * self.width).ljust(self.pitch, b"\xee")
            start = self.offsets[buffer]
            rows = self.height // 2 if die else self.height
            self.texture[start : start + rows * self.pitch] = row * rows
            if die:
                os.kill(os.getpid(), signal.SIGKILL)
            self.mutexes[buffer].unlock()
            self.texture[0:4] = struct.pack("<i", buffer)
            self.next_buffer = 1 - buffer
            return f"published {buffer}"
        return "dropped"

    def close(self):
        for name in (self.info_name, self.texture_name, *(mutex.name for mutex in self.mutexes)):
            os.unlink(FOLDER + name)

    def command(self, words):
        if words[0] == "frame":
            return self.publish(bytes.fromhex(words[1]))
        if words[0] == "resize":
            self.start(int(words[1]), int(words[2]))
            self.write_info()
            return f"resized {self.map_id}"
        if words[0] == "poke":
            view, offset, data = (self.info if words[1] == "info" else self.texture), int(words[2]), bytes.fromhex(words[3])
            view[offset : offset + len(data)] = data
            return "poked"
        if words[0] == "truncate":
            os.ftruncate(self.info_fd if words[1] == "info" else self.texture_fd, int(words[2]))
            return "truncated"
        if words[0] == "die":
            return self.publish(b"\x55" * BYTES_PER_PIXEL[self.options.format], die=True)
        raise SystemExit(f"no such command: {words[0]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("id", type=int)
    parser.add_argument("--dialect", choices=["CaptureHook", "GameCapture"], default="CaptureHook")
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--height", type=int, default=48)
    parser.add_argument("--format", type=int, choices=sorted(BYTES_PER_PIXEL), default=87)
    parser.add_argument("--pad", type=int, default=0)
    parser.add_argument("--flip", type=int, default=0)
    parser.add_argument("--type", type=int, default=0)
    parser.add_argument("--window", type=int, default=0, help="made from the id when 0")
    options = parser.parse_args()
    options.window = options.window or options.id & 0xFFFFFFFF
    producer = Producer(options)
    print("ready", flush=True)
    try:
        for line in sys.stdin:
            words = line.split()
            if words == ["quit"]:
                break
            print(producer.command(words), flush=True)
    finally:
        producer.close()


if __name__ == "__main__":
    main()
