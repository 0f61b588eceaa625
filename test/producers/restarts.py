#!/usr/bin/env python3
"""A capture hook that starts and dies again and again under one number, while a command runs over and over beside it.

usage: restarts.py STARTS COMMAND...   (for example: restarts.py 300 node cli/bin.mjs clean --yes)

Each start makes a new info, texture and two mutexes, removing what a dead one has left under their names; it lives for some
milliseconds and then ends cleanly, or leaves everything behind as a killed one does. Prints how many starts lost an object
while they lived, and how often the command removed something. It shares no code with Framelatch.
"""

import os
import random
import subprocess
import sys
import threading
import time

from producer import FOLDER, Mutex, create

NUMBER = 77
NAMES = {
    "mutex 1": f"CaptureHook_TextureMutex1{NUMBER}",
    "mutex 2": f"CaptureHook_TextureMutex2{NUMBER}",
    "texture": f"CaptureHook_Texture_1_{NUMBER}",
    "info": f"CaptureHook_HookInfo{NUMBER}",
}


def start():
    """The open descriptors of a living hook, by what they are."""
    objects = {}
    for what, name in NAMES.items():
        try:
            os.unlink(FOLDER + name)
        except FileNotFoundError:
            pass
        objects[what] = Mutex(name).fd if what.startswith("mutex") else create(name, 4096)
        time.sleep(random.random() * 0.002)
    return objects


def is_there(what, descriptor):
    """Moved aside for a look is not lost: it comes back at once."""
    for _ in range(50):
        try:
            if os.path.samestat(os.stat(FOLDER + NAMES[what]), os.fstat(descriptor)):
                return True
        except FileNotFoundError:
            pass
        time.sleep(0.001)
    return False


def repeat(words, stop, runs):
    while not stop.is_set():
        done = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        runs.append((done.returncode, "Removed" in done.stdout))


def main():
    starts, words = int(sys.argv[1]), sys.argv[2:]
    random.seed(8)
    stop, runs, lost = threading.Event(), [], 0
    threads = [threading.Thread(target=repeat, args=(words, stop, runs)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(starts):
        objects = start()
        time.sleep(random.random() * 0.03)
        lost += not all(is_there(what, descriptor) for what, descriptor in objects.items())
        is_killed = random.random() < 0.7
        for what, descriptor in objects.items():
            if not is_killed:
                os.unlink(FOLDER + NAMES[what])
            os.close(descriptor)
        # Now and then long enough for the command to find it dead, and to remove it in the moment of the next start.
        if is_killed and number % 8 == 0:
            time.sleep(0.9 + random.random())
    stop.set()
    for thread in threads:
        thread.join()
    failed = sum(status != 0 for status, _ in runs)
    print(f"lost {lost} of {starts}; {len(runs)} runs, {failed} failed, {sum(removed for _, removed in runs)} removed")


if __name__ == "__main__":
    main()
