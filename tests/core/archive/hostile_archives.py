# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the archives that tst_hostile_archives feeds to unpackArchive: hostile_archives.py FOLDER [million]"""

import gzip
import io
import lzma
import os
import struct
import sys
import tarfile
import warnings
import zipfile
import zlib

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


def changed(name, source, *edits):
    """A copy of a zip with numbers overwritten: (signature of the record, offset in it, struct format, value)."""
    data = bytearray(read(source))
    for signature, offset, form, value in edits:
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            struct.pack_into(form, data, at + offset, value)
    write(name, data)


LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"


def extra(name, content):
    """A zip whose entry carries an extra field, in both of its records."""
    with zipfile.ZipFile(os.path.join(OUT, name), "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("a")
        info.extra, info.external_attr = content, 0o100644 << 16
        archive.writestr(info, b"x" * 5000)


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


    zipped("unicode.zip", ("e\u0301", b"1", None), ("\u00e9", b"2", None))
    tar("unicode-case.tar.gz", member("E\u0301"), member("\u00e9"))
    tar("unicode-sharp-s.tar.gz", member("stra\u00dfe"), member("STRASSE"))
    tar("unicode-kelvin.tar.gz", member("\u212a"), member("k"))
    tar("unicode-hangul.tar.gz", member("\u1112\u1161\u11ab"), member("\ud55c"))
    tar("line-break-folder.tar.gz", member("a\r\nb/c"))
    tar("escape.tar.gz", member("\x1b[2Jevil"))
    tar("delete.tar.gz", member("a\x7fb"))
    tar("long-folder.tar.gz", member("x" * 300 + "/a"))
    tar("long-unicode.tar.gz", member("\u5927" * 100))
    zipped("long-path.zip", ("/".join(["y" * 100] * 50), b"1", None))
    tar("empty-name.tar.gz", member("", content=b"x"))
    tar("dots-only.tar.gz", member("./.", content=b"x"))
    tar("nul-link.tar.gz", GOOD, member("l", LINK, link="a", pax_headers={"linkpath": "good.txt\0/../../evil"}))
    name = b"evil.rs\0txt"  # Info-ZIP's Unicode path, which stands in for the name
    extra("nul-extra.zip", struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"a")) + name)
    name = b"../evil"
    extra("dotdot-extra.zip", struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"a")) + name)
    zipped("two-names.zip", ("good.rs", b"x", None))
    data = bytearray(read("two-names.zip"))
    data[30:37] = b"evil.rs"  # in the file's own header, not in the directory
    write("two-names.zip", data)


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
    tar("hard-link-to-link.tar.gz", member("l", LINK, link="/etc/passwd"), member("h", HARD, link="l"))
    tar("hard-link-two-steps.tar.gz", GOOD, member("h", HARD, link="good.txt"), member("i", HARD, link="h/../../evil"))
    tar("hard-link-then-over.tar.gz", GOOD, member("h", HARD, link="good.txt"), member("h", content=b"over"))
    tar("hard-link-to-folder.tar.gz", member("d/f"), member("h", HARD, link="d"))
    tar("link-to-hard-link-out.tar.gz", GOOD, member("d/h", HARD, link="good.txt"), member("l", LINK, link="d/h/../../.."))
    tar("link-case.tar.gz", member("D", LINK, link="/tmp"), member("d/evil", content=b"x"))
    zipped("link-two-steps.zip", ("a", b".", 0o120777), ("b", b"a/..", 0o120777))
    zipped("link-chain-out.zip", ("d/e/f", b"", None), ("d/e/up", b"../..", 0o120777), ("x", b"d/e/up/..", 0o120777))
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
    zipped("character-device.zip", ("good", b"", None), ("d", b"", 0o020644))
    zipped("block-device.zip", ("good", b"", None), ("d", b"", 0o060644))
    zipped("pipe.zip", ("good", b"", None), ("d", b"", 0o010644))
    zipped("setgid.zip", ("good", b"", None), ("sh", b"x", 0o102755))
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
    for name, size in (("promises", b"\x80" + b"\0" * 3 + struct.pack(">Q", 1 << 62)), ("negative", b"\xff" * 11 + b"\x80")):
        block = bytearray(tarfile.TarInfo("huge").tobuf(tarfile.GNU_FORMAT))
        block[124:136] = size
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block)
        write(name + ".tar.gz", gzip.compress(bytes(block) + bytes(4096)))
    tar("pax-size.tar.gz", GOOD, member("a", content=b"x" * 600, pax_headers={"size": "99999999999"}))
    tar("pax-size-small.tar.gz", GOOD, member("a", content=b"x" * 6000, pax_headers={"size": "512"}))
    for name, real in (("sparse-bomb", 1 << 40), ("sparse-hole", 900 << 20)):
        sparse = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "hole", "GNU.sparse.realsize": str(real)}
        tar(name + ".tar.gz", member("a", content=(b"1\n%d\n0\n" % real).ljust(512, b"\0"), pax_headers=sparse))
    tar("bomb-in-parts.tar.gz", *[member(f"zeros{i}", content=bytes(1 << 20)) for i in range(100)])
    tar("bomb-of-links.tar.gz", member("zeros", content=os.urandom(1 << 16) + bytes(8 << 20)),
        *[member(f"h{i}", HARD, link="zeros") for i in range(30)])
    zipped("overlap.zip", ("a", bytes(1 << 20), None))
    data = read("overlap.zip")
    at, end = data.index(CENTRAL), data.index(END)
    records = b"".join(data[at:end].replace(b"a", bytes([letter])) for letter in range(ord("a"), ord("z") + 1))
    write("overlap.zip", data[:at] + records + struct.pack("<4sHHHHIIH", END, 0, 0, 26, 26, len(records), at, 0))
    extra("lies-zip64.zip", struct.pack("<HHQQ", 1, 16, 1 << 63, 1 << 63))
    changed("lies-zip64.zip", "lies-zip64.zip", (CENTRAL, 20, "<I", 0xFFFFFFFF), (CENTRAL, 24, "<I", 0xFFFFFFFF),
            (LOCAL, 18, "<I", 0xFFFFFFFF), (LOCAL, 22, "<I", 0xFFFFFFFF))
    zipped("counts.zip", ("a", b"1", None), ("b", b"2", None))
    changed("lies-count.zip", "counts.zip", (END, 8, "<H", 1), (END, 10, "<H", 1))
    changed("lies-offset.zip", "counts.zip", (END, 16, "<I", 0))
    changed("lies-entry-offset.zip", "counts.zip", (CENTRAL, 42, "<I", 0x7FFFFFFF))
    changed("lies-directory-size.zip", "counts.zip", (END, 12, "<I", 46))


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
    changed("encrypted-aes.zip", "whole.zip", (LOCAL, 6, "<H", 1), (CENTRAL, 8, "<H", 1), (LOCAL, 8, "<H", 99), (CENTRAL, 10, "<H", 99))
    changed("encrypted-strong.zip", "whole.zip", (LOCAL, 6, "<H", 0x41), (CENTRAL, 8, "<H", 0x41))
    changed("encrypted-directory.zip", "whole.zip", (LOCAL, 6, "<H", 0x2041), (CENTRAL, 8, "<H", 0x2041))
    changed("unknown-method.zip", "whole.zip", (LOCAL, 8, "<H", 77), (CENTRAL, 10, "<H", 77))
    changed("deflate64.zip", "whole.zip", (LOCAL, 8, "<H", 9), (CENTRAL, 10, "<H", 9))
    write("zip-in-gzip.tar.gz", gzip.compress(read("whole.zip")))
    write("xz.tar.gz", lzma.compress(gzip.decompress(read("whole.tar.gz"))))
    write("page.zip", b"\n<!DOCTYPE html><html><body>Sign in</body></html>")
    write("program.zip", b"#!/bin/sh\nexit 0\n" + read("whole.zip"))
    tar("continued.tar.gz", member("a", b"M", content=b"the rest of a file"), form=tarfile.GNU_FORMAT)
    parts = read("whole.tar.gz")
    write("part-2.tar.gz", parts[len(parts) // 2:])
    parts = read("whole.zip")
    write("part-2.zip", parts[len(parts) // 2:])
    locator = b"PK\6\7" + struct.pack("<IQI", 1, 0, 2)
    at = parts.index(END)
    write("last-volume-zip64.zip", parts[:at] + locator + parts[at:])
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
    apple = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        "
    tar("macos.tar.gz", member("._hello", content=apple), member("hello/._Cargo.toml", content=apple),
        member("hello/Cargo.toml", content=b"c"), member("hello/src/bin/._tool.rs", content=apple))
    zipped("macos.zip", ("hello/Cargo.toml", b"c", None), ("__MACOSX/hello/._Cargo.toml", b"junk", None))
    zipped("no-modes.zip", ("Cargo.toml", b"c", 0))
    tar("folder-without-manifest.tar.gz", member("hello/a", content=b"1"), member("hello/b", content=b"2"))
    tar("setgid-folder.tar.gz", member("d", FOLDER, mode=0o2775), member("d/f", content=b"1"))
    zipped("zip64.zip", ("Cargo.toml", b"c", None), ("b", b"2", None))
    data = read("zip64.zip")  # with the end record of an archive with more than 65,535 entries
    at, end = data.index(CENTRAL), data.index(END)
    write("zip64.zip", data[:end] + struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 2, 2, end - at, at) +
          struct.pack("<4sIQI", b"PK\6\7", 0, end, 1) + struct.pack("<4sHHHHIIH", END, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0))
    zipped("nested.zip", ("Cargo.toml", b"c", None), ("bomb.zip", read("bomb.zip"), None))
    tar("unicode-folder.tar.gz", member("e\u0301/a"), member("\u00e9/b"))
    tar("gnu.tar.gz", member("x/" * 100 + "deep", content=b"1"), form=tarfile.GNU_FORMAT)
    tar("one.tar.gz", member("Cargo.toml", content=b"c"))
    raw = gzip.decompress(read("one.tar.gz"))
    write("members.tar.gz", gzip.compress(raw[:300]) + gzip.compress(raw[300:]) + bytes(512))


def million():
    """A million entries each, made without the modules, which would take a minute."""
    block = bytearray(tarfile.TarInfo("0000000").tobuf(tarfile.GNU_FORMAT))
    rest = sum(block) - sum(block[0:7]) - sum(block[148:156]) + 8 * 32
    stream = zlib.compressobj(1, zlib.DEFLATED, 31)
    with open(os.path.join(OUT, "million.tar.gz"), "wb") as file:
        for first in range(0, 1_000_000, 1000):
            for i in range(first, first + 1000) if first <= 10_000 else ():
                name = b"%07d" % i
                block[0:7], block[148:156] = name, b"%06o\0 " % (rest + sum(name))
                file.write(stream.compress(bytes(block)))
            if first > 10_000:  # nobody looks at these names any more
                file.write(stream.compress(bytes(block) * 1000))
        file.write(stream.compress(bytes(1024)) + stream.flush())
    with open(os.path.join(OUT, "million.zip"), "wb") as file:
        file.write(b"".join(struct.pack("<4sHHHHHIIIHH7s", LOCAL, 20, 0, 0, 0, 33, 0, 0, 0, 7, 0, b"%07d" % i) for i in range(100_001)))
        at = file.tell()
        file.write(b"".join(struct.pack("<4sHHHHHHIIIHHHHHII7s", CENTRAL, 788, 20, 0, 0, 0, 33, 0, 0, 0, 7, 0, 0, 0, 0, 0o100644 << 16, 37 * min(i, 100_000),
                                        b"%07d" % i) for i in range(1_000_000)))
        file.write(struct.pack("<4sHHHHIIH", END, 0, 0, 1_000_000 & 0xFFFF, 1_000_000 & 0xFFFF, file.tell() - at, at, 0))


if "million" in sys.argv:
    million()
else:
    for make in (names, links, kinds, sizes, whole, benign):
        make()
