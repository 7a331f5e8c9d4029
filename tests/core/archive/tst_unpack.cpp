// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"
#include "tests/core/archive/tree_helpers.h"

#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

using Tree = QMap<QString, QByteArray>;

} // namespace

class TestUnpack : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_made; // what hostile_archives.py makes; the terminalText ones are used here
    std::unique_ptr<QTemporaryDir> m_place;

    [[nodiscard]] QString to() const { return m_place->filePath(u"to"_s); }

private Q_SLOTS:
    void initTestCase() { tree::run(u"python3"_s, {QStringLiteral(HOSTILE_ARCHIVES), m_made.path()}); }
    void init() { m_place = std::make_unique<QTemporaryDir>(); }

    void round_trip_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("ours, tar.gz") << QStringList{u"tar.gz"_s};
        QTest::newRow("ours, zip") << QStringList{u"zip"_s};
        QTest::newRow("GNU tar") << QStringList{u"tar"_s, u"-czf"_s, u"%"_s, u"."_s};
        QTest::newRow("GNU tar, sparse") << QStringList{u"tar"_s, u"-Sczf"_s, u"%"_s, u"."_s};
        QTest::newRow("bsdtar, tar.gz") << QStringList{u"bsdtar"_s, u"-czf"_s, u"%"_s, u"."_s};
        QTest::newRow("bsdtar, zip") << QStringList{u"bsdtar"_s, u"--format=zip"_s, u"-cf"_s, u"%"_s, u"."_s};
        QTest::newRow("zip") << QStringList{u"zip"_s, u"-qr"_s, u"%.zip"_s, u"."_s};
        QTest::newRow("python") << QStringList{u"python3"_s, u"-m"_s, u"zipfile"_s, u"-c"_s,
                                               u"%"_s,       u"a"_s,  u"b"_s,       u"z"_s};
    }
    void round_trip()
    {
        QFETCH(QStringList, command);
        const QString folder = m_place->filePath(u"tree"_s);
        const bool keepsModes = command.first() != u"python3"_s; // its module writes none
        tree::write(folder + u"/a/empty"_s, "");
        tree::write(folder + u"/a/größe.txt"_s, "ü");
        tree::write(folder + u"/b"_s, QByteArray(300'000, 'b'), keepsModes);
        tree::write(folder + u"/z/z/z/z"_s, QByteArray(5'000'000, '\0') + "end");
        QString archive = m_place->filePath(u"archive"_s);
        qputenv("LC_ALL", "C.UTF-8");
        if (command.size() == 1) {
            QVERIFY(
                packFolder(folder, archive, command.first() == u"zip"_s ? ArchiveFormat::Zip : ArchiveFormat::TarGz));
        } else {
            command.replaceInStrings(u"%"_s, archive);
            tree::run(command.first(), command.sliced(1), folder);
            archive = QFileInfo::exists(archive) ? archive : archive + u".zip"_s;
        }
        const auto unpacked = unpackArchive(archive, to());
        QVERIFY2(unpacked, tree::why(unpacked));
        QCOMPARE(tree::read(to()), tree::read(folder));
        QCOMPARE(unpacked->topFolder, QString());
        QCOMPARE(unpacked->files, *listSourceFiles(folder));
    }

    void harmless_ones_data()
    {
        QTest::addColumn<Tree>("tree");
        QTest::addColumn<QString>("top");
        QTest::newRow("links-inside.tar.gz")
            << Tree{{u"LICENSE"_s, "- free"}, {u"a/LICENSE"_s, "- free"}, {u"b/LICENSE"_s, "- free"},
                    {u"c"_s, "- free"},       {u"hard"_s, "- free"},      {u"late"_s, "x L"},
                    {u"later"_s, "x L"}}
            << QString();
        QTest::newRow("dot.tar.gz") << Tree{{u"Cargo.toml"_s, "- "}, {u"src/lib.rs"_s, "- x"}} << QString();
        QTest::newRow("top.tar.gz") << Tree{{u"Cargo.toml"_s, "- c"}, {u"src/lib.rs"_s, "x l"}} << u"hello-main"_s;
        QTest::newRow("top.zip") << Tree{{u"Cargo.toml"_s, "- c"}, {u"src/lib.rs"_s, "x l"}} << u"hello-main"_s;
        QTest::newRow("macos.tar.gz") << Tree{{u"Cargo.toml"_s, "- c"}} << u"hello"_s;
        QTest::newRow("macos.zip") << Tree{{u"Cargo.toml"_s, "- c"}} << u"hello"_s;
        QTest::newRow("no-modes.zip") << Tree{{u"Cargo.toml"_s, "- c"}} << QString();
        QTest::newRow("folder-without-manifest.tar.gz")
            << Tree{{u"hello/a"_s, "- 1"}, {u"hello/b"_s, "- 2"}} << QString();
        QTest::newRow("setgid-folder.tar.gz") << Tree{{u"d/f"_s, "- 1"}} << QString();
        QTest::newRow("gnu.tar.gz") << Tree{{u"x/"_s.repeated(100) + u"deep"_s, "- 1"}} << QString();
        QTest::newRow("unicode-folder.tar.gz") << Tree{{u"\u00e9/a"_s, "- "}, {u"\u00e9/b"_s, "- "}} << QString();
        QTest::newRow("members.tar.gz") << Tree{{u"Cargo.toml"_s, "- c"}} << QString();
    }
    void harmless_ones()
    {
        QFETCH(Tree, tree);
        QFETCH(QString, top);
        const auto unpacked = unpackArchive(m_made.filePath(QString::fromLatin1(QTest::currentDataTag())), to());
        QVERIFY2(unpacked, tree::why(unpacked));
        QCOMPARE(tree::read(to()), tree);
        QCOMPARE(unpacked->topFolder, top);
        QStringList paths;
        for (const SourceFile &file : unpacked->files) {
            paths << file.path;
        }
        QCOMPARE(paths, tree.keys());
        QCOMPARE(QDir(m_place->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList{u"to"_s});
    }

    void a_folder_without_files_comes_back_data() { limit_on_bytes_is_exact_data(); }
    void a_folder_without_files_comes_back()
    {
        QFETCH(ArchiveFormat, format);
        QVERIFY(QDir().mkpath(m_place->filePath(u"tree"_s)));
        const QString archive = m_place->filePath(u"archive"_s);
        QVERIFY(packFolder(m_place->filePath(u"tree"_s), archive, format));
        const auto unpacked = unpackArchive(archive, to());
        QVERIFY2(unpacked, tree::why(unpacked));
        QCOMPARE(*unpacked, Unpacked{});
        QVERIFY(QFileInfo(to()).isDir());
    }

    void an_archive_inside_stays_one()
    {
        const auto unpacked = unpackArchive(m_made.filePath(u"nested.zip"_s), to());
        QVERIFY2(unpacked, tree::why(unpacked));
        QCOMPARE(tree::content(to() + u"/bomb.zip"_s), tree::content(m_made.filePath(u"bomb.zip"_s)));
    }

    void the_end_record_of_a_large_zip_is_read()
    {
        const auto unpacked = unpackArchive(m_made.filePath(u"zip64.zip"_s), to());
        QVERIFY2(unpacked, tree::why(unpacked));
        QCOMPARE(unpacked->files.size(), 2);
    }

    void names_come_out_composed_data() { limit_on_bytes_is_exact_data(); }
    void names_come_out_composed()
    {
        QFETCH(ArchiveFormat, format);
        tree::write(m_place->filePath(u"tree/e\u0301"_s), "é");
        QVERIFY(packFolder(m_place->filePath(u"tree"_s), m_place->filePath(u"archive"_s), format));
        const auto unpacked = unpackArchive(m_place->filePath(u"archive"_s), to());
        QVERIFY2(unpacked, tree::why(unpacked));
        QCOMPARE(tree::read(to()), (Tree{{u"\u00e9"_s, "- é"}}));
    }

    void an_empty_folder_is_filled()
    {
        QVERIFY(QDir().mkpath(to()));
        QVERIFY(unpackArchive(m_made.filePath(u"one.tar.gz"_s), to()));
        QCOMPARE(tree::read(to()), (Tree{{u"Cargo.toml"_s, "- c"}}));
    }

    void a_folder_that_holds_something_is_left_alone()
    {
        tree::write(to() + u"/.hidden"_s, "mine");
        const auto unpacked = unpackArchive(m_made.filePath(u"one.tar.gz"_s), to());
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().code, ErrorCode::FailedPrecondition);
        QCOMPARE(unpacked.error().message, QStringLiteral("The folder %1 is not empty.").arg(to()));
        QCOMPARE(tree::read(m_place->path()), (Tree{{u"to/.hidden"_s, "- mine"}}));
    }

    void a_link_to_an_empty_folder_is_a_destination()
    {
        QVERIFY(QDir().mkpath(m_place->filePath(u"real"_s)));
        QVERIFY(QFile::link(u"real"_s, to()));
        QVERIFY(unpackArchive(m_made.filePath(u"one.tar.gz"_s), to()));
        QCOMPARE(tree::content(m_place->filePath(u"real/Cargo.toml"_s)), "c");
    }

    void no_such_archive()
    {
        const auto unpacked = unpackArchive(u"/nowhere.zip"_s, to());
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().code, ErrorCode::NotFound);
        QCOMPARE(unpacked.error().message, u"There is no archive /nowhere.zip."_s);
    }

    void a_pipe_is_no_archive()
    {
        const QString pipe = m_place->filePath(u"pipe"_s);
        QCOMPARE(::mkfifo(qPrintable(pipe), 0600), 0);
        const auto unpacked = unpackArchive(pipe, to());
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().message, pipe + u" is not a file."_s);
    }

    void limit_on_bytes_is_exact_data()
    {
        QTest::addColumn<ArchiveFormat>("format");
        QTest::newRow("tar.gz") << ArchiveFormat::TarGz;
        QTest::newRow("zip") << ArchiveFormat::Zip;
    }
    void limit_on_bytes_is_exact()
    {
        QFETCH(ArchiveFormat, format);
        tree::write(m_place->filePath(u"tree/a"_s), QByteArray(600, 'a'));
        tree::write(m_place->filePath(u"tree/b"_s), QByteArray(400, 'b'));
        const QString archive = m_place->filePath(u"archive"_s);
        QVERIFY(packFolder(m_place->filePath(u"tree"_s), archive, format));
        const auto tooLittle = unpackArchive(archive, to(), {.entries = 2, .bytes = 999});
        QVERIFY(!tooLittle);
        QCOMPARE(tooLittle.error().message, u"The archive unpacks to more than 999 bytes, reached at “b”."_s);
        QVERIFY(!QFileInfo::exists(to()));
        QVERIFY(unpackArchive(archive, to(), {.entries = 2, .bytes = 1000}));
    }

    void stops_in_the_middle_data() { limit_on_bytes_is_exact_data(); }
    void stops_in_the_middle()
    {
        QFETCH(ArchiveFormat, format);
        QByteArray content(100'000'000, 'a');
        for (qsizetype i = 0, x = 1; i < content.size(); i += 32) { // or it would be taken for a bomb
            content[i] = static_cast<char>((x = (x * 1664525 + 1013904223) & 0xffffffff) >> 24);
        }
        tree::write(m_place->filePath(u"tree/a"_s), content);
        const QString archive = m_place->filePath(u"archive"_s);
        QVERIFY(packFolder(m_place->filePath(u"tree"_s), archive, format));
        QVERIFY(QDir(m_place->filePath(u"tree"_s)).removeRecursively());
        std::stop_source stop;
        const QStringList before = QDir(m_place->path()).entryList(QDir::AllEntries | QDir::Hidden);
        std::atomic<bool> isOver = false;
        const std::jthread later([&] { // as soon as something of it lies there
            while (!isOver && QDir(m_place->path()).entryList(QDir::AllEntries | QDir::Hidden) == before) {
                std::this_thread::yield();
            }
            stop.request_stop();
        });
        const auto ended = qScopeGuard([&] { isOver = true; });
        UnpackLimits limits;
        limits.ratio = 100'000;
        const auto unpacked = unpackArchive(archive, to(), limits, stop.get_token());
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().code, ErrorCode::Cancelled);
        QCOMPARE(tree::read(m_place->path()).keys(), QStringList{u"archive"_s});
    }

    void a_full_disk_is_said()
    {
        tree::write(m_place->filePath(u"tree/a"_s), QByteArray(1'000'000, 'a'));
        const QString archive = m_place->filePath(u"archive"_s);
        QVERIFY(packFolder(m_place->filePath(u"tree"_s), archive, ArchiveFormat::Zip));
        QVERIFY(QDir(m_place->filePath(u"tree"_s)).removeRecursively());
        const pid_t child = ::fork();
        if (child == 0) {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{500'000, 500'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            const auto unpacked = unpackArchive(archive, to());
            ::_exit(!unpacked && unpacked.error().code == ErrorCode::ResourceExhausted ? 0 : 1);
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
        QCOMPARE(tree::read(m_place->path()).keys(), QStringList{u"archive"_s});
    }
};

QTEST_GUILESS_MAIN(TestUnpack)
#include "tst_unpack.moc"
