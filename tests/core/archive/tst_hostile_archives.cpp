// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"
#include "tests/core/archive/tree_helpers.h"

#include <QTemporaryDir>
#include <QTest>

using namespace studio;

/// Archives that somebody made with bad intent, or that broke on the way. Each must be refused with a sentence that
/// names the entry, with nothing written outside and nothing left behind.
class TestHostileArchives : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_archives;

private Q_SLOTS:
    void initTestCase() { tree::run(QStringLiteral("python3"), {QStringLiteral(HOSTILE_ARCHIVES), m_archives.path()}); }

    void is_refused_and_leaves_nothing_data()
    {
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *archive, const char *sentence) {
            QTest::newRow(archive) << QString::fromUtf8(sentence);
        };
        row("absolute.tar.gz", "The entry “/tmp/evil” is refused: its name is an absolute path.");
        row("absolute.zip", "The entry “/tmp/evil” is refused: its name is an absolute path.");
        row("dotdot.tar.gz", "The entry “../evil” is refused: its name leads out of the archive with “..”.");
        row("dotdot-inside.tar.gz", "The entry “a/b/../../../evil” is refused: its name leads out");
        row("dotdot-folder.tar.gz", "The entry “../evil/” is refused: its name leads out");
        row("dotdot.zip", "The entry “../evil” is refused: its name leads out");
        row("backslash.zip", "“a/../../evil” is refused|“a\\..\\..\\evil” is refused");
        row("twice.tar.gz", "The name “a” is used twice.");
        row("twice.zip", "The name “a” is used twice.");
        row("file-and-folder.tar.gz", "The name “a” is used for a file and for a folder.");
        row("folder-and-file.tar.gz", "The name “a” is used for a file and for a folder.");
        row("case.tar.gz", "“src/Lib.rs” and “src/lib.rs” differ only in case");
        row("case-folder.tar.gz", "“Src” and “src” differ only in case");
        row("case.zip", "“README” and “readme” differ only in case");
        row("unicode.tar.gz", "The name “\u00e9” is used twice."); // libarchive has composed it
        row("line-break.tar.gz", "The entry “a\\x0ab” is refused: its name holds a line break");
        row("line-break.zip", "The entry “a\\x0ab” is refused: its name holds a line break");
        row("long-part.tar.gz", "” is refused: its name is longer than 255 bytes.");
        row("long-part.zip", "” is refused: its name is longer than 255 bytes.");
        row("long-path.tar.gz", "” is refused: its name is longer than 4000 bytes.");
        row("not-utf8.tar.gz", "The entry “caf\\xe9.rs” is refused: its name is not valid UTF-8.");

        row("nul.zip", "The entry “evil.rs\\x00txt” is refused: its name holds a NUL byte.");
        row("nul.tar.gz", "The entry “evil.rs\\x00txt” is refused: its name holds a NUL byte.");
        row("nul-gnu.tar.gz", "The entry “evil.rs\\x00");
        row("nul-after-sizes.tar.gz", "The entry “evil.rs\\x00txt” is refused: its name holds a NUL byte.");

        row("link-absolute.tar.gz", "The link “l” is refused: it leads out of the archive.");
        row("link-absolute.zip", "The link “l” is refused: it leads out of the archive.");
        row("link-out.tar.gz", "The link “a/l” is refused: it leads out of the archive.");
        row("link-out.zip", "The link “l” is refused: it leads out of the archive.");
        row("link-two-steps.tar.gz", "The link “b” is refused: it leads out of the archive.|The link “a” is refused");
        row("link-chain-out.tar.gz",
            "The link “x” is refused: it leads out of the archive.|The link “d/e/up” is refused");
        row("link-then-through.tar.gz", "The name “a” is used for a file and for a folder.");
        row("link-then-through.zip", "The name “a” is used for a file and for a folder.");
        row("link-inside-then-through.tar.gz", "The name “a” is used for a file and for a folder.");
        row("link-replaces-folder.tar.gz", "The name “a” is used for a file and for a folder.");
        row("link-nowhere.tar.gz", "The link “l” is refused: it leads nowhere.");
        row("link-itself.tar.gz", "The link “l” is refused: it leads back to itself.");
        row("link-ring.tar.gz", "The link “a” is refused: it leads back to itself.");
        row("link-around.tar.gz", "The link “d/l” is refused: it leads back into itself.");
        row("link-empty.tar.gz", "The link “l” is refused: it leads nowhere.");
        row("links-multiply.tar.gz", "” is refused: it would make more files than are allowed.");
        row("hard-link-out.tar.gz", "The entry “l” is refused: it is a link that leads out of the archive.");
        row("hard-link-absolute.tar.gz", "The entry “l” is refused: it is a link that leads out of the archive.");
        row("hard-link-forward.tar.gz",
            "The entry “l” is refused: it is a link to “later”, which is no file before it.");
        row("hard-link-through.tar.gz", "The entry “l” is refused: it is a link to “a/passwd”, which is no file");
        row("hard-link-to-itself.tar.gz", "The entry “l” is refused: it is a link to “l”, which is no file before it.");

        row("character-device.tar.gz", "The entry “d” is refused: it is a device, a pipe or a socket.");
        row("block-device.tar.gz", "The entry “d” is refused: it is a device, a pipe or a socket.");
        row("pipe.tar.gz", "The entry “d” is refused: it is a device, a pipe or a socket.");
        row("socket.zip", "The entry “s” is refused: it is a device, a pipe or a socket.");
        row("setuid.tar.gz", "The entry “sh” is refused: it is marked to run as another user or group (setuid).");
        row("setgid.tar.gz", "The entry “sh” is refused: it is marked to run as another user or group (setuid).");
        row("setuid.zip", "The entry “sh” is refused: it is marked to run as another user or group (setuid).");

        row("bomb.tar.gz", "The archive unpacks to more than 200 times its size, reached at “zeros”.");
        row("bomb.zip", "The archive unpacks to more than 200 times its size, reached at “zeros”.");
        row("many.tar.gz", "The entry “1000” is refused: the archive holds more than 1000 entries.");
        row("many.zip", "The entry “1000” is refused: the archive holds more than 1000 entries.");
        row("lies-small.zip", "The entry “a” of ");
        row("lies-large.zip", "The entry “a” of ");
        row("checksum.zip", "The entry “a” of ");
        row("promises.tar.gz", "The entry “huge” is refused: it is larger than 1073741824 bytes.");

        row("wrong-checksum.tar.gz", "The archive is damaged: its content does not match its checksum.");
        row("tail.tar.gz", "The archive is damaged: something else follows after its end.");
        row("twice-zipped.tar.gz", " is damaged or cut short.");
        row("no-end-mark.tar.gz", "The archive is cut short: its end is missing.");
        row("volume.zip", " is one volume of several.");
        row("last-volume.zip", " is one volume of several.");
        row("encrypted.zip", "The entry “src/lib.rs” is refused: it is encrypted.");
        row("plain.tar", " is neither a .zip nor a .tar.gz.");
        row("text", " is neither a .zip nor a .tar.gz.");
        row("empty", " is neither a .zip nor a .tar.gz.");
        row("other.tar.gz", " is damaged or cut short.");
    }
    void is_refused_and_leaves_nothing()
    {
        QFETCH(QString, sentence);
        const QTemporaryDir place;
        const QString folder = place.filePath(QStringLiteral("in/to"));
        QVERIFY(QDir().mkpath(place.filePath(QStringLiteral("in"))));
        UnpackLimits limits;
        limits.entries = 1000;
        const auto unpacked =
            unpackArchive(m_archives.filePath(QString::fromLatin1(QTest::currentDataTag())), folder, limits);
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().code, ErrorCode::InvalidArgument);
        const auto ways = sentence.split(u'|');
        QVERIFY2(std::ranges::any_of(ways, [&](const QString &way) { return unpacked.error().message.contains(way); }),
                 tree::why(unpacked));
        const QMap<QString, QByteArray> nothing{{QStringLiteral("in"), "d"}};
        QCOMPARE(tree::read(place.path()), nothing);
        QVERIFY(!QFileInfo::exists(QStringLiteral("/tmp/evil")));
    }

    void cut_at_any_byte_is_refused_data()
    {
        QTest::addColumn<QString>("archive");
        for (const char *archive : {"whole.tar.gz", "whole.zip"}) {
            QTest::newRow(archive) << m_archives.filePath(QString::fromLatin1(archive));
        }
    }
    void cut_at_any_byte_is_refused()
    {
        QFETCH(QString, archive);
        const QByteArray whole = tree::content(archive);
        QVERIFY(whole.size() > 700);
        const QTemporaryDir place;
        const QString cut = place.filePath(QStringLiteral("cut"));
        for (qsizetype size = 0; size < whole.size(); ++size) {
            tree::write(cut, whole.first(size));
            const auto unpacked = unpackArchive(cut, place.filePath(QStringLiteral("to")));
            QVERIFY2(!unpacked, qPrintable(QString::number(size)));
            QCOMPARE(unpacked.error().code, ErrorCode::InvalidArgument);
        }
        QCOMPARE(tree::read(place.path()).keys(), QStringList{QStringLiteral("cut")});
        tree::write(cut, whole);
        QVERIFY(unpackArchive(cut, place.filePath(QStringLiteral("to"))));
    }

    void a_flipped_byte_never_writes_outside_data() { cut_at_any_byte_is_refused_data(); }
    void a_flipped_byte_never_writes_outside()
    {
        QFETCH(QString, archive);
        const QByteArray whole = tree::content(archive);
        const QTemporaryDir place;
        const QString bad = place.filePath(QStringLiteral("bad"));
        const QString to = place.filePath(QStringLiteral("to"));
        quint32 random = 7;
        for (int round = 0; round < 400; ++round) {
            QByteArray bytes = whole;
            random = random * 1664525 + 1013904223;
            bytes[(random >> 8) % bytes.size()] ^= static_cast<char>(1 << (random >> 29));
            tree::write(bad, bytes);
            const bool unpacked = unpackArchive(bad, to).has_value();
            for (const QString &path : tree::read(place.path()).keys()) {
                QVERIFY2(path == QStringLiteral("bad") || (unpacked && path.startsWith(QStringLiteral("to/"))),
                         qPrintable(path));
            }
            QDir(to).removeRecursively();
        }
    }
};

QTEST_GUILESS_MAIN(TestHostileArchives)
#include "tst_hostile_archives.moc"
