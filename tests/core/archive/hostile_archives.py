# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the archives that tst_hostile_archives feeds to unpackArchive: hostile_archives.py FOLDER"""

import gzip
import io
import os
import struct
import sys
import tarfile
import warnings
import zipfile

OUT = sys.argv[1]
warnings.simplefilter("ignore")  # zipfile's own, about names used twice


def member(name, kind=tarfile.REGTYPE, content=b"", link="", mode=0o644, **more):
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mode, info.size = kind, link, mode, len(content)
    for key, value in more.items():
        setattr(info, key, value)
    return info, content


def tar(name, *members, form=tarfile.PAX_FORMAT):
    with tarfile.open(os.path.join(OUT, name), "w:gz", format=form, compresslevel=1) as archive:
        for info, content in members:
            archive.addfile(info, io.BytesIO(content))


def zipped(name, *members):
    """Members are (name, content, unix mode or None)."""
    with zipfile.ZipFile(os.path.join(OUT, name), "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content, mode in members:
            info = zipfile.ZipInfo(path)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100644 if mode is None else mode) << 16
            archive.writestr(info, content)


def read(name):
    with open(os.path.join(OUT, name), "rb") as file:
        return file.read()


def write(name, content):
    with open(os.path.join(OUT, name), "wb") as file:
        file.write(content)


GOOD = member("good.txt", content=b"good")
LINK, HARD, FOLDER = tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE


def names():
    tar("absolute.tar.gz", GOOD, member("/tmp/evil", content=b"x"))
    tar("dotdot.tar.gz", GOOD, member("../evil", content=b"x"))
    tar("dotdot-inside.tar.gz", GOOD, member("a/b/../../../evil", content=b"x"))
    tar("dotdot-folder.tar.gz", GOOD, member("../evil/", FOLDER))
    tar("twice.tar.gz", GOOD, member("a", content=b"1"), member("./a", content=b"2"))
    tar("file-and-folder.tar.gz", member("a", content=b"1"), member("a/b", content=b"2"))
    tar("folder-and-file.tar.gz", member("a/b", content=b"2"), member("a", content=b"1"))
    tar("case.tar.gz", member("src/Lib.rs"), member("src/lib.rs"))
    tar("case-folder.tar.gz", member("Src/a"), member("src/b"))
    tar("unicode.tar.gz", member("e\u0301"), member("\u00e9"))
    tar("line-break.tar.gz", member("a\nb"))
    tar("long-part.tar.gz", member("x" * 300))
    tar("long-path.tar.gz", member("/".join(["y" * 100] * 50)))
    tar("not-utf8.tar.gz", member("caf\udce9.rs", content=b"x"), form=tarfile.GNU_FORMAT)
    zipped("absolute.zip", ("good", b"", None), ("/tmp/evil", b"x", None))
    zipped("dotdot.zip", ("good", b"", None), ("../evil", b"x", None))
    zipped("backslash.zip", ("good", b"", None), ("a\\..\\..\\evil", b"x", None))
    zipped("twice.zip", ("a", b"1", None), ("a", b"2", None))
    zipped("case.zip", ("README", b"1", None), ("readme", b"2", None))
    zipped("line-break.zip", ("a\nb", b"1", None))
    zipped("long-part.zip", ("x" * 300, b"1", None))
    zipped("nul.zip", ("evil.rsXtxt", b"1", None))
    write("nul.zip", read("nul.zip").replace(b"evil.rsXtxt", b"evil.rs\0txt"))
    evil = member("a", content=b"x", pax_headers={"path": "evil.rs\0txt"})
    tar("nul.tar.gz", evil)
    tar("nul-after-sizes.tar.gz", member("a", content=b"y" * 5000), member("z" * 150, content=b"1" * 512), evil)
    name = b"evil.rs\0" + b"t" * 150 + b"\0"
    tar("nul-gnu.tar.gz", member("././@LongLink", b"L", content=name), member("a", content=b"x"),
        form=tarfile.GNU_FORMAT)


def links():
    tar("link-absolute.tar.gz", GOOD, member("l", LINK, link="/etc/passwd"))
    tar("link-out.tar.gz", GOOD, member("a/l", LINK, link="../../etc/passwd"))
    tar("link-two-steps.tar.gz", member("a", LINK, link="."), member("b", LINK, link="a/.."))
    tar("link-then-through.tar.gz", member("a", LINK, link="/tmp"), member("a/evil", content=b"x"))
    tar("link-inside-then-through.tar.gz", member("d/"[:-1], FOLDER), member("a", LINK, link="d"),
        member("a/evil", content=b"x"))
    tar("link-replaces-folder.tar.gz", member("a/b", content=b"x"), member("a", LINK, link="/tmp"))
    tar("link-chain-out.tar.gz", member("d/e", FOLDER), member("d/e/up", LINK, link="../.."),
        member("x", LINK, link="d/e/up/.."))
    tar("link-nowhere.tar.gz", GOOD, member("l", LINK, link="missing"))
    tar("link-itself.tar.gz", GOOD, member("l", LINK, link="l"))
    tar("link-ring.tar.gz", GOOD, member("a", LINK, link="b"), member("b", LINK, link="a"))
    tar("link-around.tar.gz", member("d/f", content=b"x"), member("d/l", LINK, link=".."))
    tar("link-empty.tar.gz", GOOD, member("l", LINK, link=""))
    tar("links-multiply.tar.gz", member("9/f"),
        *[member(f"{i}/l{j}", LINK, link=f"../{i + 1}") for i in range(9) for j in range(10)])
    tar("hard-link-out.tar.gz", GOOD, member("l", HARD, link="../evil"))
    tar("hard-link-absolute.tar.gz", GOOD, member("l", HARD, link="/etc/passwd"))
    tar("hard-link-forward.tar.gz", member("l", HARD, link="later"), member("later", content=b"x"))
    tar("hard-link-through.tar.gz", member("a", LINK, link="/etc"), member("l", HARD, link="a/passwd"))
    tar("hard-link-to-itself.tar.gz", GOOD, member("l", HARD, link="l"))
    zipped("link-out.zip", ("good", b"", None), ("l", b"../../etc/passwd", 0o120777))
    zipped("link-absolute.zip", ("good", b"", None), ("l", b"/etc/passwd", 0o120777))
    zipped("link-then-through.zip", ("a", b"/tmp", 0o120777), ("a/evil", b"x", None))


def kinds():
    tar("character-device.tar.gz", GOOD, member("d", tarfile.CHRTYPE, devmajor=1, devminor=5))
    tar("block-device.tar.gz", GOOD, member("d", tarfile.BLKTYPE, devmajor=8, devminor=0))
    tar("pipe.tar.gz", GOOD, member("d", tarfile.FIFOTYPE))
    tar("setuid.tar.gz", GOOD, member("sh", content=b"x", mode=0o4755))
    tar("setgid.tar.gz", GOOD, member("sh", content=b"x", mode=0o2755))
    zipped("socket.zip", ("good", b"", None), ("s", b"", 0o140644))
    zipped("setuid.zip", ("good", b"", None), ("sh", b"x", 0o104755))


def sizes():
    tar("bomb.tar.gz", GOOD, member("zeros", content=bytes(100 << 20)))
    zipped("bomb.zip", ("good", b"", None), ("zeros", bytes(100 << 20), None))
    tar("many.tar.gz", *[member(f"{i}") for i in range(1200)])
    zipped("many.zip", *[(f"{i}", b"", None) for i in range(1200)])
    zipped("lies-small.zip", ("a", b"x" * 5000, None))
    data = bytearray(read("lies-small.zip"))
    for signature, offset in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        struct.pack_into("<I", data, data.index(signature) + offset, 10)
    write("lies-small.zip", data)
    zipped("lies-large.zip", ("a", b"x" * 5000, None))
    data = bytearray(read("lies-large.zip"))
    for signature, offset in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        struct.pack_into("<I", data, data.index(signature) + offset, 900_000)
    write("lies-large.zip", data)
    zipped("checksum.zip", ("a", b"x" * 5000, None))
    data = bytearray(read("checksum.zip"))
    for signature, offset in ((b"PK\1\2", 16), (b"PK\3\4", 14)):
        struct.pack_into("<I", data, data.index(signature) + offset, 0x12345678)
    write("checksum.zip", data)
    # A tar header that promises eight exabytes.
    block = bytearray(tarfile.TarInfo("huge").tobuf(tarfile.GNU_FORMAT))
    block[124:136] = b"\x80" + b"\0" * 3 + struct.pack(">Q", 1 << 62)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    write("promises.tar.gz", gzip.compress(bytes(block) + bytes(4096)))


def whole():
    tar("whole.tar.gz", member("src/lib.rs", content=os.urandom(700)), member("Cargo.toml", content=b"[package]\n"))
    zipped("whole.zip", ("src/lib.rs", os.urandom(700), None), ("Cargo.toml", b"[package]\n", None))
    gz = bytearray(read("whole.tar.gz"))
    gz[-5] ^= 1
    write("wrong-checksum.tar.gz", gz)
    write("tail.tar.gz", read("whole.tar.gz") + b"#!/bin/sh\n")
    write("twice-zipped.tar.gz", gzip.compress(read("whole.tar.gz")))
    write("no-end-mark.tar.gz", gzip.compress(gzip.decompress(read("whole.tar.gz"))[:512 + 1024]))
    write("volume.zip", b"PK\7\x08" + read("whole.zip"))
    last = bytearray(read("whole.zip"))
    struct.pack_into("<HH", last, last.rindex(b"PK\5\6") + 4, 2, 1)
    write("last-volume.zip", last)
    encrypted = bytearray(read("whole.zip"))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = -1
        while (at := encrypted.find(signature, at + 1)) >= 0:
            encrypted[at + offset] |= 1
    write("encrypted.zip", encrypted)
    write("plain.tar", gzip.decompress(read("whole.tar.gz")))
    write("text", b"hello\n")
    write("empty", b"")
    write("other.tar.gz", gzip.compress(b"this is no tar at all\n" * 100))


def benign():
    tar("links-inside.tar.gz", member("LICENSE", content=b"free"), member("a/LICENSE", LINK, link="../LICENSE"),
        member("b", LINK, link="a"), member("c", LINK, link="b/LICENSE"), member("late", LINK, link="later"),
        member("later", content=b"L", mode=0o755), member("hard", HARD, link="LICENSE"))
    tar("dot.tar.gz", member("./", FOLDER), member("./src/", FOLDER), member("./src/lib.rs", content=b"x"),
        member("./Cargo.toml"))
    tar("top.tar.gz", member("hello-main/", FOLDER), member("hello-main/Cargo.toml", content=b"c"),
        member("hello-main/src/lib.rs", content=b"l", mode=0o755))
    zipped("top.zip", ("hello-main/Cargo.toml", b"c", None), ("hello-main/src/lib.rs", b"l", 0o100755))
    zipped("macos.zip", ("hello/Cargo.toml", b"c", None), ("__MACOSX/hello/._Cargo.toml", b"junk", None))
    zipped("no-modes.zip", ("Cargo.toml", b"c", 0))
    tar("folder-without-manifest.tar.gz", member("hello/a", content=b"1"), member("hello/b", content=b"2"))
    tar("setgid-folder.tar.gz", member("d", FOLDER, mode=0o2775), member("d/f", content=b"1"))
    tar("gnu.tar.gz", member("x/" * 100 + "deep", content=b"1"), form=tarfile.GNU_FORMAT)
    tar("one.tar.gz", member("Cargo.toml", content=b"c"))
    raw = gzip.decompress(read("one.tar.gz"))
    write("members.tar.gz", gzip.compress(raw[:300]) + gzip.compress(raw[300:]) + bytes(512))


for make in (names, links, kinds, sizes, whole, benign):
    make()
