#!/usr/bin/env python3
"""frames.py SHARE: reads an appointment as `uketsuke-cloud appointment add --json` prints it from standard input.

Writes SHARE/visitors, one line per visitor (first name, pass, code), and per visitor a picture of the code as a camera
of 640×480 would see it: NAME.pgm in grey and NAME.yuyv as raw frame. The first names are given, in the same order.
"""
import json
import subprocess
import sys

WIDTH, HEIGHT, MODULE = 640, 480, 6
# Limited range, as video has it.
BLACK, GREY, WHITE = 30, 150, 225


def picture(text):
    """A white card with the code in the middle of a grey scene; one byte per pixel."""
    drawn = subprocess.run(
        ["qrencode", "-t", "ASCII", "-l", "M", "-m", "4", "-o", "-", "--", text], capture_output=True, check=True)
    rows = [line[::2] for line in drawn.stdout.decode().splitlines()]
    side = len(rows[0]) * MODULE
    left, top = (WIDTH - side) // 2, (HEIGHT - side) // 2
    frame = bytearray([GREY]) * (WIDTH * HEIGHT)
    for y in range(side):
        row = b"".join(bytes([BLACK if cell == "#" else WHITE]) * MODULE for cell in rows[y // MODULE])
        start = (top + y) * WIDTH + left
        frame[start:start + side] = row
    return bytes(frame)


def main():
    share, names = sys.argv[1], sys.argv[2:]
    visitors = json.load(sys.stdin)["visitors"]
    with open(f"{share}/visitors", "w") as file:
        for name, visitor in zip(names, visitors, strict=True):
            file.write(f"{name} {visitor['pass']} {visitor['token']}\n")
            frame = picture(visitor["token"])
            with open(f"{share}/{name}.pgm", "wb") as grey:
                grey.write(b"P5\n%d %d\n255\n" % (WIDTH, HEIGHT) + frame)
            with open(f"{share}/{name}.yuyv", "wb") as raw:
                raw.write(b"\x80".join(frame[i:i + 1] for i in range(len(frame))) + b"\x80")


if __name__ == "__main__":
    main()
