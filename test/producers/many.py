#!/usr/bin/env python3
"""Many capture hooks of one process, each with its info, texture and mutexes: what a list of sources has to cope with.

usage: many.py COUNT [dead]    (10,000 need `ulimit -n 30000`) prints "ready", then keeps them until standard input ends; `dead` lets go of them at once

Only for a shared memory folder of its own (unshare --mount): nothing is removed at the end.
"""

import mmap
import os
import struct
import sys

from producer import create

COUNT, IS_DEAD = int(sys.argv[1]), "dead" in sys.argv[2:]
MUTEX = struct.pack("<4I", 0x584D4C46, 1, 0, 0)


def make(number):
    """The mappings of one hook's info and texture."""
    views = []
    for name, size in ((f"CaptureHook_HookInfo{number}", 648), (f"CaptureHook_Texture_{number}_1", 640)):
        descriptor = create(name, size)
        views.append(mmap.mmap(descriptor, size))
        os.close(descriptor)
    for name in (f"CaptureHook_TextureMutex1{number}", f"CaptureHook_TextureMutex2{number}"):
        descriptor = create(name, 16)
        os.pwrite(descriptor, MUTEX, 0)
        os.close(descriptor)
    info = struct.pack("<IIiIIIIIIIIIB", 1, 8, 0, number, 87, 8, 8, 0, 0, 32, 1, 640, 0)
    views[0][: len(info)] = info
    return views


hooks = [make(1_000_000 + number) for number in range(COUNT)]
if IS_DEAD:
    hooks.clear()
print("ready", flush=True)
sys.stdin.read()
