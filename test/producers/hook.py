#!/usr/bin/env python3
"""A capture hook that is loaded in a process, without any capture behind it: it shares no code with Framelatch.

Its state machine is docs/capture-hook.md's: its objects are there from the start; it captures only while a capturing
application holds its keep-alive and has asked (Initialize once, Restart each time); it prefers a GPU texture unless
force_shmem is set; it looks for the keep-alive every now and then, and takes Stop at once. Its log goes through the pipe.
Words behind the number make it another:

    d3d              its process has loaded DXGI: begun without its offsets it is used up, and never captures
    opengl           its process has loaded OpenGL and nothing else
    unseen           its program presents nothing: it never gets to do anything
    child            its window is a child's: the texture has the root window's number
    rare             looks for the keep-alive every 60 seconds, and at Stop every 1.5 seconds only

Commands come on standard input, one a line:

    pid              answers the number in its objects' names
    offsets          answers its info's offsets, those that are not 0, as INDEX=NUMBER
    state            answers "idle" or "capturing TYPE INTERVAL", and the info's force_shmem and frame_interval
    log HEX          sends these bytes as one message of its log; answers "logged" or "no pipe"
    check SECONDS    looks for the keep-alive that often from now on; answers "ok"
    claim BYTES      announces a message of that length and sends nothing of it; answers "claimed"
    quit             removes everything and ends
"""

import mmap
import os
import select
import socket
import stat
import struct
import sys
import tempfile
import time

from producer import FOLDER, Mutex, create

EVENTS = ("Restart", "Stop", "HookReady", "Exit", "Initialize")
WIDTH, HEIGHT, BGRA = 64, 48, 87


class Event:
    def __init__(self, name):
        self.name = name
        self.fd = create(name, 16)
        os.pwrite(self.fd, struct.pack("<4I", 0x56454C46, 1, 0, 0), 0)

    def signal(self):
        os.pwrite(self.fd, struct.pack("<I", 1), 8)

    def is_set(self):
        return os.pread(self.fd, 4, 8) != bytes(4)

    def take(self):
        (state,) = struct.unpack("<I", os.pread(self.fd, 4, 8))
        if state:
            os.pwrite(self.fd, struct.pack("<I", 0), 8)
        return bool(state)


def is_locked(name):
    """Whether a living process holds the mutex, seen without taking it."""
    try:
        status = os.stat(FOLDER + name)
    except FileNotFoundError:
        return False
    wanted = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    with open("/proc/locks", encoding="ascii") as locks:
        return any("FLOCK" in line and wanted in line.split() for line in locks)


def socket_folder():
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and os.path.isdir(runtime) and not stat.S_IMODE(os.stat(runtime).st_mode) & 0o077:
        return runtime
    return os.path.join(tempfile.gettempdir(), f"framelatch-{os.getuid()}")


# Files of these names, mapped, are all that is seen of a Windows library in a Linux process.
LIBRARIES = {"d3d": "dxgi.dll", "opengl": "opengl32.dll"}


def load(name):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "w+b") as file:
            file.write(bytes(4096))
            file.flush()
            return mmap.mmap(file.fileno(), 4096, prot=mmap.PROT_READ)


class Hook:
    def __init__(self, pid, words):
        self.pid = pid
        self.words = set(words)
        self.libraries = [load(name) for word, name in LIBRARIES.items() if word in self.words]
        self.used_up = False
        self.next_stop = 0.0
        self.events = {name: Event(f"CaptureHook_{name}{pid}") for name in EVENTS}
        self.mutexes = [Mutex(f"CaptureHook_TextureMutex{n}{pid}") for n in (1, 2)]
        self.info_name = f"CaptureHook_HookInfo{pid}"
        self.info = mmap.mmap(create(self.info_name, 648), 648)
        self.info[0:8] = struct.pack("<II", 1, 8)
        self.initialised = self.capturing = False
        self.map_id = self.frames = 0
        self.alive_check = 60 if "rare" in self.words else 0.3
        self.pipe = self.texture_name = None

    def keep_alive(self):
        return is_locked(f"CaptureHook_KeepAlive{self.pid}")

    def send(self, message):
        try:
            self.pipe.sendall(struct.pack("<I", len(message)) + message)
            return True
        except (AttributeError, OSError):
            self.pipe = None
            return False

    def say(self, text):
        return self.send(text.encode() + b"\0")

    def connect(self):
        self.pipe = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.pipe.connect(os.path.join(socket_folder(), f"CaptureHook_Pipe{self.pid}.sock"))
        except OSError:
            self.pipe = None

    def request(self):
        return struct.unpack("<Q", self.info[56:64])[0], self.info[65]

    def offsets(self):
        numbers = struct.unpack("<19I", self.info[68:144])
        return {index: number for index, number in enumerate(numbers) if number}

    def begin(self):
        self.connect()
        self.interval, force_shmem = self.request()
        self.type = 0 if force_shmem else 1
        self.map_id += 1
        pitch = WIDTH * 4
        self.frame_bytes = pitch * HEIGHT
        size = 64 + 2 * self.frame_bytes if self.type == 0 else 4
        root = self.pid + (1 if "child" in self.words else 0)
        self.texture_name = f"CaptureHook_Texture_{root & 0xFFFFFFFF}_{self.map_id}"
        self.texture = mmap.mmap(create(self.texture_name, size), size)
        if self.type == 0:
            self.texture[0:12] = struct.pack("<iII", -1, 32, 32 + self.frame_bytes)
        self.info[8:28] = struct.pack("<iIIII", self.type, self.pid & 0xFFFFFFFF, BGRA, WIDTH, HEIGHT)
        self.info[36:48] = struct.pack("<III", pitch, self.map_id, size)
        self.capturing = True
        self.next_frame = self.checked = time.monotonic()
        self.say(f"capturing {WIDTH} x {HEIGHT} in {'memory' if self.type == 0 else 'a GPU texture'}")
        self.events["HookReady"].signal()

    def end(self, why):
        self.capturing = False
        self.say(f"capture ended: {why}")
        self.pipe = None
        os.unlink(FOLDER + self.texture_name)
        self.events["Restart"].signal()

    def publish(self):
        buffer = self.frames % 2
        if self.type != 0 or not self.mutexes[buffer].try_lock():
            return
        self.frames += 1
        start = 32 + buffer * self.frame_bytes
        self.texture[start : start + self.frame_bytes] = bytes((self.frames % 256, 0x40, 0x80, 255)) * (WIDTH * HEIGHT)
        self.mutexes[buffer].unlock()
        self.texture[0:4] = struct.pack("<i", buffer)

    def step(self):
        if "unseen" in self.words:
            return
        now = time.monotonic()
        if self.events["Initialize"].take() and not self.initialised:
            self.initialised = True
            # DXGI's Present and ResizeBuffers: read once.
            offsets = self.offsets()
            self.used_up = "d3d" in self.words and not (6 in offsets and 7 in offsets)
        if self.used_up:
            return
        looks_at_stop = "rare" not in self.words or now >= self.next_stop
        if looks_at_stop:
            self.next_stop = now + 1.5
        if self.capturing and looks_at_stop and self.events["Stop"].take():
            self.end("asked to stop")
        elif self.capturing and now - self.checked >= self.alive_check:
            self.checked = now
            if not self.keep_alive():
                self.end("the capturing application has gone")
        if not self.capturing:
            if self.initialised and self.events["Restart"].take() and self.keep_alive():
                self.begin()
        elif now >= self.next_frame:
            self.next_frame = max(now, self.next_frame + max(0.005, self.interval / 1e9))
            self.publish()

    def command(self, words):
        if words[0] == "pid":
            return str(self.pid)
        if words[0] == "offsets":
            return " ".join(f"{index}={number}" for index, number in self.offsets().items()) or "none"
        if words[0] == "state":
            interval, force_shmem = self.request()
            # A Stop that is left behind would end the next one's capture.
            left = ", Stop left behind" if self.events["Stop"].is_set() else ""
            doing = f"capturing {self.type} {self.interval}" if self.capturing else "idle"
            if self.used_up:
                doing = "used up"
            return f"{doing}, asked {force_shmem} {interval}{left}"
        if words[0] == "log":
            return "logged" if self.send(bytes.fromhex(words[1])) else "no pipe"
        if words[0] == "check":
            self.alive_check = float(words[1])
            return "ok"
        if words[0] == "claim":
            self.pipe.sendall(struct.pack("<I", int(words[1])))
            return "claimed"
        raise SystemExit(f"no such command: {words[0]}")

    def close(self):
        names = [self.info_name, *(m.name for m in self.mutexes), *(e.name for e in self.events.values())]
        for name in [*names, *([self.texture_name] if self.capturing else [])]:
            os.unlink(FOLDER + name)


def main():
    hook = Hook(int(sys.argv[1]), sys.argv[2:])
    print("ready", flush=True)
    try:
        while True:
            readable, _, _ = select.select([sys.stdin.fileno()], [], [], 0.004)
            words = os.read(sys.stdin.fileno(), 65536).decode().split() if readable else None
            if words in ([], ["quit"]):
                break
            if words:
                print(hook.command(words), flush=True)
            hook.step()
    finally:
        hook.close()


if __name__ == "__main__":
    main()
