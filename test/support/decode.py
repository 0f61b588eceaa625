#!/usr/bin/env python3
"""Independent decoders for tests, with Python's standard library alone.

    decode.py png FILE        prints WIDTH HEIGHT CHANNELS, then the pixels as hexadecimal, a row a line
    decode.py crc HEX COUNT   prints the CRC-32 of a pixel repeated COUNT times
    decode.py recording FILE.hook_info.bin FILE.texture.bin BUFFER
                              prints WIDTH HEIGHT 4, then RGBA8 rows, top first, by the rules of docs/capture-hook.md
"""

import math
import struct
import sys
import zlib


def png(path):
    data = open(path, "rb").read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "no PNG"
    at, body = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        chunk = data[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + chunk) == struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0], "bad chunk"
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", chunk)
            assert depth == 8 and interlace == 0
            channels = {0: 1, 2: 3, 6: 4}[colour]
        if kind == b"IDAT":
            body += chunk
        at += 12 + length
    raw, stride, previous, rows = zlib.decompress(body), width * channels, bytes(width * channels), []
    for y in range(height):
        filter_kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for x in range(stride):
            a = line[x - channels] if x >= channels else 0
            b = previous[x]
            c = previous[x - channels] if x >= channels else 0
            if filter_kind == 1:
                line[x] = (line[x] + a) & 255
            elif filter_kind == 2:
                line[x] = (line[x] + b) & 255
            elif filter_kind == 3:
                line[x] = (line[x] + (a + b) // 2) & 255
            elif filter_kind == 4:
                p = a + b - c
                pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
                line[x] = (line[x] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
        previous = bytes(line)
        rows.append(previous)
    return width, height, channels, rows


def scrgb(value):
    if math.isnan(value):
        return 0
    v = min(1.0, max(0.0, value))
    v = 12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055
    return math.floor(v * 255 + 0.5)


def recording(info_path, texture_path, buffer):
    info, texture = open(info_path, "rb").read(), open(texture_path, "rb").read()
    fmt, cx, cy = struct.unpack_from("<III", info, 16)
    (pitch,) = struct.unpack_from("<I", info, 36)
    flip = info[48]
    offset = struct.unpack_from("<iII", texture)[1 + buffer]
    rows = []
    for y in range(cy):
        start = offset + (cy - 1 - y if flip else y) * pitch
        row = bytearray()
        for x in range(cx):
            if fmt == 10:
                r, g, b, _ = struct.unpack_from("<4e", texture, start + x * 8)
                row += bytes((scrgb(r), scrgb(g), scrgb(b), 255))
            elif fmt == 28:
                row += texture[start + x * 4 : start + x * 4 + 3] + b"\xff"
            else:
                b, g, r = texture[start + x * 4 : start + x * 4 + 3]
                row += bytes((r, g, b, 255))
        rows.append(bytes(row))
    return cx, cy, 4, rows


def main():
    if sys.argv[1] == "crc":
        print(f"{zlib.crc32(bytes.fromhex(sys.argv[2]) * int(sys.argv[3])):08x}")
        return
    width, height, channels, rows = png(sys.argv[2]) if sys.argv[1] == "png" else recording(*sys.argv[2:4], int(sys.argv[4]))
    print(width, height, channels)
    for row in rows:
        print(row.hex())


main()
