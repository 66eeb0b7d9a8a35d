#!/usr/bin/env python3
"""Unpacks a WOFF 1.0 font to the TrueType it holds: woff_to_ttf.py IN.woff OUT.ttf

Font engines outside of browsers take no web fonts. https://www.w3.org/TR/WOFF/
"""
import struct
import sys
import zlib


def unpack(woff):
    signature, flavor, _, n_tables = struct.unpack(">4sIIH", woff[:14])
    if signature != b"wOFF":
        sys.exit("woff_to_ttf: not a WOFF 1.0 file")
    tables = []
    for i in range(n_tables):
        tag, offset, packed, length, checksum = struct.unpack_from(">4sIIII", woff, 44 + 20 * i)
        data = woff[offset:offset + packed]
        if packed < length:
            data = zlib.decompress(data)
        if len(data) != length:
            sys.exit(f"woff_to_ttf: table {tag!r} is {len(data)} bytes, not {length}")
        tables.append((tag, checksum, data))
    power = 1 << (n_tables.bit_length() - 1)
    head = struct.pack(">IHHHH", flavor, n_tables, 16 * power, power.bit_length() - 1,
                       16 * (n_tables - power))
    directory, body = b"", b""
    start = 12 + 16 * n_tables
    for tag, checksum, data in tables:
        directory += struct.pack(">4sIII", tag, checksum, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return head + directory + body


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as source:
        ttf = unpack(source.read())
    with open(sys.argv[2], "wb") as target:
        target.write(ttf)
