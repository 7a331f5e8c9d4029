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
    QTemporaryDir m_million;
    int m_refused = 0;
    int m_cut = 0; ///< truncated at one byte each

private Q_SLOTS:
    void initTestCase() { tree::run(QStringLiteral("python3"), {QStringLiteral(HOSTILE_ARCHIVES), m_archives.path()}); }

    /// What ./test prints.
    void cleanupTestCase() const
    {
        QFile file(QStringLiteral(HOSTILE_COUNT));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QStringLiteral("hostile archives refused: %1 made with intent, %2 cut short at one byte each\n")
                       .arg(m_refused)
                       .arg(m_cut)
                       .toUtf8());
    }

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

        row("unicode.zip", "The name “\u00e9” is used twice.|differ only in case or in how");
        row("unicode-case.tar.gz", "differ only in case");
        row("unicode-sharp-s.tar.gz", "“stra\u00dfe” and “STRASSE” differ only in case");
        row("unicode-kelvin.tar.gz", "differ only in case");
        row("unicode-hangul.tar.gz", "The name “\ud55c” is used twice.|differ only in case");
        row("line-break-folder.tar.gz", "The entry “a\\x0d\\x0ab/c” is refused: its name holds a line break");
        row("escape.tar.gz", "The entry “\\x1b[2Jevil” is refused: its name holds a line break or another control");
        row("delete.tar.gz", "The entry “a\\x7fb” is refused: its name holds a line break or another control");
        row("long-folder.tar.gz", "” is refused: its name is longer than 255 bytes.");
        row("long-unicode.tar.gz", "” is refused: its name is longer than 255 bytes.");
        row("long-path.zip", "” is refused: its name is longer than 4000 bytes.");
        row("empty-name.tar.gz", "name is empty|damaged");
        row("dots-only.tar.gz", "The entry “./.” is refused: its name is empty.");
        row("nul-link.tar.gz", "” is refused: its name holds a NUL byte.");
        row("nul-extra.zip", "The entry “a” is refused: its name holds a NUL byte.");
        row("dotdot-extra.zip", "The entry “../evil” is refused: its name leads out");
        row("two-names.zip", "The entry “good.rs” is refused: it has two names, and is “evil.rs” elsewhere");
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
            "The entry “l” is refused: it is a link to “later”, which is not a file before it.");
        row("hard-link-through.tar.gz", "The entry “l” is refused: it is a link to “a/passwd”, which is not a file");
        row("hard-link-to-itself.tar.gz",
            "The entry “l” is refused: it is a link to “l”, which is not a file before it.");

        row("hard-link-to-link.tar.gz",
            "The entry “h” is refused: it is a link to “l”, which is not a file before it.");
        row("hard-link-two-steps.tar.gz", "The entry “i” is refused: it is a link that leads out of the archive.");
        row("hard-link-then-over.tar.gz", "The name “h” is used twice.");
        row("hard-link-to-folder.tar.gz",
            "The entry “h” is refused: it is a link to “d”, which is not a file before it.");
        row("link-to-hard-link-out.tar.gz", "The link “l” is refused: it leads out of the archive.");
        row("link-case.tar.gz", "“D” and “d” differ only in case");
        row("link-two-steps.zip", "The link “b” is refused: it leads out of the archive.|The link “a” is refused");
        row("link-chain-out.zip", "The link “x” is refused: it leads out of the archive.|The link “d/e/up” is refused");

        row("character-device.zip", "The entry “d” is refused: it is a device, a pipe or a socket.");
        row("block-device.zip", "The entry “d” is refused: it is a device, a pipe or a socket.");
        row("pipe.zip", "The entry “d” is refused: it is a device, a pipe or a socket.");
        row("setgid.zip", "The entry “sh” is refused: it is marked to run as another user or group (setuid).");
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
        row("bomb-in-parts.tar.gz", "The archive unpacks to more than 200 times its size, reached at “zeros");
        row("bomb-of-links.tar.gz", "The archive unpacks to more than 200 times its size, reached at “h");
        row("sparse-bomb.tar.gz", "The entry “hole” is refused: it is larger than 1073741824 bytes.");
        row("sparse-hole.tar.gz", "The archive unpacks to more than 200 times its size, reached at “hole”.");
        row("overlap.zip", "The entry “b” is refused: it has two names, and is “a” elsewhere in the archive.");
        row("negative.tar.gz", " is damaged or cut short.");
        row("pax-size.tar.gz", "The entry “a” is refused: it is larger than|damaged or cut short");
        row("pax-size-small.tar.gz", " is damaged or cut short.|its end is missing");
        row("lies-zip64.zip", "/lies-zip64.zip is damaged or cut short.");
        row("lies-count.zip", "The archive is damaged: it holds 2 entries and says that they are 1.");
        row("lies-offset.zip", "The archive is cut short or damaged: its directory");
        row("lies-entry-offset.zip", "The entry “a” is refused: it is damaged or cut short.");
        row("lies-directory-size.zip",
            "The archive is cut short or damaged|it holds 1 entries and says that they are 2.");
        row("lies-small.zip", "The entry “a” of ");
        row("lies-large.zip", "The entry “a” of ");
        row("checksum.zip", "The entry “a” of ");
        row("promises.tar.gz", "The entry “huge” is refused: it is larger than 1073741824 bytes.");

        row("wrong-checksum.tar.gz", "The archive is damaged: its content does not match its checksum.");
        row("tail.tar.gz", "The archive is damaged: something else follows after its end.");
        row("twice-zipped.tar.gz", "The archive is compressed with gzip twice. Unpack it once (gzip -d)");
        row("zip-in-gzip.tar.gz", "The archive is a .zip that was compressed with gzip.");
        row("deflate64.zip", "The entry “src/lib.rs” is refused: it is compressed with method 9 (Deflate64)");
        row("xz.tar.gz", " is compressed with xz. Make a .zip or a .tar.gz.");
        row("page.zip", " is a web page, not an archive.");
        row("program.zip", " begins with a program, not with an archive.");
        row("no-end-mark.tar.gz", "The archive is cut short: its end is missing.");
        row("volume.zip", " is one volume of several.");
        row("last-volume.zip", " is one volume of several.");
        row("encrypted.zip", "The entry “src/lib.rs” is refused: it is encrypted.");
        row("last-volume-zip64.zip", " is one volume of several.");
        row("continued.tar.gz", "The entry “a” is refused|damaged");
        row("part-2.tar.gz", " is neither a .zip nor a .tar.gz.");
        row("part-2.zip", " is neither a .zip nor a .tar.gz.");
        row("encrypted-aes.zip", "The entry “src/lib.rs” is refused: it is encrypted.");
        row("encrypted-strong.zip", "The entry “src/lib.rs” is refused: it is encrypted.|damaged or cut short");
        row("encrypted-directory.zip", "The entry “src/lib.rs” is refused: it is encrypted.|damaged or cut short");
        row("unknown-method.zip", "The entry “src/lib.rs” is refused: it is compressed with method 77, which is not");
        row("plain.tar", " is a .tar that is not compressed. Compress it with gzip");
        row("text", " is neither a .zip nor a .tar.gz.");
        row("empty", " is neither a .zip nor a .tar.gz.");
        row("other.tar.gz", " is compressed with gzip, but its content is not a .tar archive.");
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
        ++m_refused;
    }

    void a_million_entries_are_refused_data()
    {
        QTest::addColumn<int>("most");
        QTest::newRow("million.tar.gz") << 10'000; // so many are laid out before it is known
        QTest::newRow("million.zip") << 100'000;   // what is allowed everyday; known before anything is laid out
    }
    void a_million_entries_are_refused()
    {
        QFETCH(int, most);
        const QString archive = m_million.filePath(QString::fromLatin1(QTest::currentDataTag()));
        if (!QFileInfo::exists(archive)) {
            tree::run(QStringLiteral("python3"),
                      {QStringLiteral(HOSTILE_ARCHIVES), m_million.path(), QStringLiteral("million")});
        }
        const QTemporaryDir place;
        UnpackLimits limits;
        limits.entries = most;
        const auto unpacked = unpackArchive(archive, place.filePath(QStringLiteral("to")), limits);
        QVERIFY(!unpacked);
        const QString sentence = QStringLiteral("The entry “0%1” is refused: the archive holds more than %2 entries.")
                                     .arg(most, 6, 10, QLatin1Char('0'))
                                     .arg(most);
        QCOMPARE(unpacked.error().message, sentence);
        QVERIFY(QDir(place.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot));
        ++m_refused;
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
            ++m_cut;
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
