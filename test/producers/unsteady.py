#!/usr/bin/env python3
"""A capture hook that flaps for some seconds, a thousand times a second or as fast as it can, and then settles.

    unsteady.py ID sizes|map-id|re-create SECONDS

sizes: its header says 8 x 8 and 3840 x 2160 by turns, over a texture that holds both. map-id: the header names a texture
that is there and one that is not, by turns. re-create: hook info and texture are removed and made anew in a loop.
Prints "ready", then "settled" when it is a steady source of 64 x 48 in one colour; ends with its standard input.
"""

import mmap
import os
import struct
import sys
import time
from types import SimpleNamespace

from producer import FOLDER, Producer, create

FINAL_PIXEL = bytes.fromhex("204080ff")


def options(number, width, height):
    return SimpleNamespace(
        id=number, dialect="CaptureHook", width=width, height=height, format=87, pad=0, flip=0, type=0, window=number & 0xFFFFFFFF
    )


def every_millisecond(seconds):
    end = time.monotonic() + seconds
    turn = 0
    while time.monotonic() < end:
        yield turn
        turn += 1
        time.sleep(0.001)


def flap_sizes(producer, seconds):
    large = (producer.width, producer.height, producer.pitch)
    for turn in every_millisecond(seconds):
        width, height, pitch = (8, 8, 32) if turn % 2 else large
        producer.info[20:28] = struct.pack("<II", width, height)
        producer.info[36:40] = struct.pack("<I", pitch)
        if turn % 100 == 0:
            producer.publish(bytes([turn // 100 % 256] * 4))


def flap_map_id(producer, seconds):
    for turn in every_millisecond(seconds):
        producer.info[40:44] = struct.pack("<I", producer.map_id + turn % 2)
        if turn % 20 == 0:
            producer.publish(bytes([turn // 20 % 256] * 4))


def recreate(producer, seconds):
    for turn in every_millisecond(seconds):
        os.unlink(FOLDER + producer.info_name)
        os.close(producer.info_fd)
        producer.start(64, 48)
        os.close(producer.texture_fd)
        producer.info_fd = create(producer.info_name, 648)
        producer.info.close()
        producer.info = mmap.mmap(producer.info_fd, 648)
        producer.write_info()
        producer.publish(bytes([turn % 256] * 4))


def main():
    number, mode, seconds = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    size = (3840, 2160) if mode == "sizes" else (64, 48)
    producer = Producer(options(number, *size))
    print("ready", flush=True)
    {"sizes": flap_sizes, "map-id": flap_map_id, "re-create": recreate}[mode](producer, seconds)
    producer.start(64, 48)
    producer.write_info()
    producer.publish(FINAL_PIXEL)
    print("settled", flush=True)
    sys.stdin.read()
    producer.close()


main()
