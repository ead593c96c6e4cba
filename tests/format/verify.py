#!/usr/bin/env python3
"""Checks an exported event log from what FORMAT.md says alone, with nothing but Python's own library.

    verify.py DIR KEY    lines against the root of the checkpoint, checkpoints in between, streams, tiles, signatures

Written to show that FORMAT.md is enough. `iaspn audit verify` checks more, and faster.
"""
import base64
import hashlib
import json
import os
import sys


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf(line):
    return sha256(b"\0" + line)


def node(left, right):
    return sha256(b"\1" + left + right)


class Tree:
    """The roots of complete subtrees, the largest first."""

    def __init__(self):
        self.size, self.subtrees = 0, []

    def push(self, hash):
        n = self.size
        while n & 1:
            hash, n = node(self.subtrees.pop(), hash), n >> 1
        self.subtrees.append(hash)
        self.size += 1

    def root(self):
        root = self.subtrees[-1]
        for subtree in reversed(self.subtrees[:-1]):
            root = node(subtree, root)
        return root


# Ed25519, RFC 8032, the textbook way: slow, and enough for some signatures.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert (x * x - x2) % P == 0, "no point of the curve"
    return P - x if (x & 1) != sign else x


def add(a, b):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, point):
    sum = (0, 1, 1, 0)
    while n:
        sum, point, n = add(sum, point) if n & 1 else sum, add(point, point), n >> 1
    return sum


def point(encoded):
    y = int.from_bytes(encoded, "little")
    y, sign = y & (2**255 - 1), y >> 255
    x = recover_x(y, sign)
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % L
    (x1, y1, z1, _), (x2, y2, z2, _) = times(s, BASE), add(point(r), times(h, point(public)))
    return s < L and (x1 * z2 - x2 * z1) % P == 0 and (y1 * z2 - y2 * z1) % P == 0


def checkpoint(note, key):
    """Size and root of a signed checkpoint."""
    name, id, public = key.split("+", 2)
    public = base64.b64decode(public)
    assert public[0] == 1 and sha256(f"{name}\n".encode() + public)[:4].hex() == id, "the key"
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    for line in signatures.splitlines():
        _, by, signature = line.split(" ")
        signature = base64.b64decode(signature)
        if by == name and signature[:4].hex() == id:
            assert signed(public[1:], text.encode(), signature[4:]), f"a signature is forged: {text}"
            origin, size, root = text.splitlines()[:3]
            assert origin == name, origin
            return int(size), base64.b64decode(root)
    raise AssertionError(f"not signed by {key}")


def lines(folder, size):
    for n in range((size + 65535) // 65536):
        with open(f"{folder}/events/{n:06}.ndjson", "rb") as file:
            for count, line in enumerate(file, 1):
                assert line.endswith(b"\n"), "a line is cut off"
                yield line[:-1]
        assert count == min(65536, size - n * 65536), f"segment {n} has {count} lines"


def tile(folder, size, n):
    """The leaves of a tile of level 0."""
    width = min(256, size - n * 256)
    digits = f"{n:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    with open(f"{folder}/tile/0/{path}" + ("" if width == 256 else f".p/{width}"), "rb") as file:
        bytes = file.read()
    assert len(bytes) == width * 32, path
    return [bytes[at : at + 32] for at in range(0, len(bytes), 32)]


def main(folder, key):
    with open(f"{folder}/manifest.json", encoding="utf-8") as file:
        manifest = json.load(file)
    with open(f"{folder}/checkpoint", encoding="utf-8") as file:
        size, root = checkpoint(file.read(), key)
    with open(f"{folder}/checkpoints.ndjson", encoding="utf-8") as file:
        roots = dict(checkpoint(json.loads(line), key) for line in file)
    assert roots[size] == root and max(roots) == size == manifest["size"], "the last checkpoint"
    tree, leaves, position, sequences = Tree(), [], 0, {}
    for line in lines(folder, size):
        if tree.size % 256 == 0:
            leaves = tile(folder, size, tree.size // 256)
        event = json.loads(line)
        assert leaf(line) == leaves[tree.size % 256], f"position {event['position']} is another event"
        tree.push(leaf(line))
        assert tree.size not in roots or roots[tree.size] == tree.root(), f"the root of {tree.size} events"
        assert event["position"] > position, f"position {event['position']} after {position}"
        stream = event["aggregate_type"], event["aggregate_id"]
        sequences[stream] = sequences.get(stream, 0) + 1
        assert event["sequence"] == sequences[stream], f"position {event['position']} in its stream"
        position = event["position"]
    assert tree.size == size and position == manifest["position"], "the end"
    print(f"{size} events, {len(sequences)} streams, {len(roots)} checkpoints: right")


if __name__ == "__main__":
    if len(sys.argv) != 3 or not os.path.isdir(sys.argv[1]):
        sys.exit(__doc__)
    try:
        main(sys.argv[1], sys.argv[2])
    except AssertionError as fault:
        sys.exit(f"not right: {fault}")
