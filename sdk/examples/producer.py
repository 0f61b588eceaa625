#!/usr/bin/env python3
"""A producer in Python, with the standard library alone (Linux): a moving gradient, 60 times a second.

    python3 producer.py [ID] [FRAMES]

Watch it with `framelatch watch ID`, or in the window. The format is that of docs/capture-hook.md, and what a mapping and a
mutex are here stands in docs/posix-objects.md.
"""

import fcntl
import mmap
import os
import signal
import struct
import sys
import time

FOLDER = "/dev/shm/"
HOOK_INFO_BYTES = 648
B8G8R8A8_UNORM = 87


class Mutex:
    """A named mutex: flock on an object of 16 bytes whose third word is its owner's pid."""

    def __init__(self, name):
        self.path = FOLDER + name
        self.file = create(self.path, 16)
        os.pwrite(self.file, struct.pack("<4s3I", b"FLMX", 1, 0, 0), 0)

    def try_lock(self):
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        os.pwrite(self.file, struct.pack("<I", os.getpid()), 8)
        return True

    def unlock(self):
        os.pwrite(self.file, struct.pack("<I", 0), 8)
        fcntl.flock(self.file, fcntl.LOCK_UN)


class Producer:
    """The objects of one capture: two mutexes, a texture with two buffers, and the hook info that describes it."""

    def __init__(self, number, width, height):
        self.width, self.height, self.pitch = width, height, width * 4
        aligned = (self.pitch * height + 31) // 32 * 32
        self.offsets = (32, 32 + aligned)
        window, map_id, size = number & 0xFFFF | 0x10000, 1, 64 + 2 * aligned
        self.mutexes = [Mutex(f"CaptureHook_TextureMutex{buffer}{number}") for buffer in (1, 2)]
        self.texture_path = f"{FOLDER}CaptureHook_Texture_{window}_{map_id}"
        self.texture = mapped(self.texture_path, size)
        self.texture[0:12] = struct.pack("<iII", -1, *self.offsets)
        # Last of all: a reader that finds it shall find the rest.
        self.name = f"CaptureHook_HookInfo{number}"
        self.hook_info = mapped(FOLDER + self.name, HOOK_INFO_BYTES)
        self.hook_info[36:49] = struct.pack("<3IB", self.pitch, map_id, size, 0)
        self.hook_info[0:28] = struct.pack("<2Ii4I", 1, 8, 0, window, B8G8R8A8_UNORM, width, height)
        self.next_buffer = 0

    def publish(self, pixels):
        """Publishes pitch * height bytes. The buffer's index; None when both are being read: then the frame is dropped."""
        for buffer in (self.next_buffer, 1 - self.next_buffer):
            if not self.mutexes[buffer].try_lock():
                continue
            start = self.offsets[buffer]
            self.texture[start : start + len(pixels)] = pixels
            self.mutexes[buffer].unlock()
            self.texture[0:4] = struct.pack("<i", buffer)
            self.next_buffer = 1 - buffer
            return buffer
        return None

    def close(self):
        for path in (FOLDER + self.name, self.texture_path, *(mutex.path for mutex in self.mutexes)):
            os.unlink(path)


def create(path, size):
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    # With ftruncate alone a full tmpfs would answer the first store with SIGBUS.
    os.posix_fallocate(file, 0, size)
    return file


def mapped(path, size):
    file = create(path, size)
    try:
        return mmap.mmap(file, size)
    finally:
        os.close(file)


def gradient(width, height, number):
    row = b"".join(bytes(((x + number) & 255, (2 * number) & 255, number & 255, 255)) for x in range(width))
    return row * height


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else os.getpid()
    frames = int(sys.argv[2]) if len(sys.argv) > 2 else 0  # 0 = until it is ended
    # What is removed in order leaves nothing for `framelatch clean`.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    producer = Producer(number, 640, 360)
    print(producer.name, flush=True)
    dropped = sent = 0
    try:
        while frames == 0 or sent < frames:
            sent += 1
            dropped += producer.publish(gradient(640, 360, sent)) is None
            time.sleep(1 / 60)
    except KeyboardInterrupt:
        pass
    finally:
        producer.close()
    print(f"{sent} frames, {dropped} dropped")


if __name__ == "__main__":
    main()
