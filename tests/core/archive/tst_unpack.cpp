// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"
#include "tests/core/archive/tree_helpers.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace studio;

namespace {

QString operator""_s(const char *text, std::size_t size)
{
    return QString::fromUtf8(text, static_cast<qsizetype>(size));
}

using Tree = QMap<QString, QByteArray>;

} // namespace

class TestUnpack : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_made; // what hostile_archives.py makes; the harmless ones are used here
    std::unique_ptr<QTemporaryDir> m_place;

    [[nodiscard]] QString to() const { return m_place->filePath("to"_s); }

private Q_SLOTS:
    void initTestCase() { tree::run("python3"_s, {QStringLiteral(HOSTILE_ARCHIVES), m_made.path()}); }
    void init() { m_place = std::make_unique<QTemporaryDir>(); }

    void round_trip_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("ours, tar.gz") << QStringList{"tar.gz"_s};
        QTest::newRow("ours, zip") << QStringList{"zip"_s};
        QTest::newRow("GNU tar") << QStringList{"tar"_s, "-czf"_s, "%"_s, "."_s};
        QTest::newRow("GNU tar, sparse") << QStringList{"tar"_s, "-Sczf"_s, "%"_s, "."_s};
        QTest::newRow("bsdtar, tar.gz") << QStringList{"bsdtar"_s, "-czf"_s, "%"_s, "."_s};
        QTest::newRow("bsdtar, zip") << QStringList{"bsdtar"_s, "--format=zip"_s, "-cf"_s, "%"_s, "."_s};
        QTest::newRow("zip") << QStringList{"zip"_s, "-qr"_s, "%.zip"_s, "."_s};
        QTest::newRow("python") << QStringList{"python3"_s, "-m"_s, "zipfile"_s, "-c"_s, "%"_s, "a"_s, "b"_s, "z"_s};
    }
    void round_trip()
    {
        QFETCH(QStringList, command);
        const QString folder = m_place->filePath("tree"_s);
        const bool keepsModes = command.first() != "python3"_s; // its module writes none
        tree::write(folder + "/a/empty"_s, "");
        tree::write(folder + "/a/größe.txt"_s, "ü");
        tree::write(folder + "/b"_s, QByteArray(300'000, 'b'), keepsModes);
        tree::write(folder + "/z/z/z/z"_s, QByteArray(5'000'000, '\0') + "end");
        QString archive = m_place->filePath("archive"_s);
        qputenv("LC_ALL", "C.UTF-8");
        if (command.size() == 1) {
            QVERIFY(
                packFolder(folder, archive, command.first() == "zip"_s ? ArchiveFormat::Zip : ArchiveFormat::TarGz));
        } else {
            command.replaceInStrings("%"_s, archive);
            tree::run(command.first(), command.sliced(1), folder);
            archive = QFileInfo::exists(archive) ? archive : archive + ".zip"_s;
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
            << Tree{{"LICENSE"_s, "- free"}, {"a/LICENSE"_s, "- free"}, {"b/LICENSE"_s, "- free"}, {"c"_s, "- free"},
                    {"hard"_s, "- free"},    {"late"_s, "x L"},         {"later"_s, "x L"}}
            << QString();
        QTest::newRow("dot.tar.gz") << Tree{{"Cargo.toml"_s, "- "}, {"src/lib.rs"_s, "- x"}} << QString();
        QTest::newRow("top.tar.gz") << Tree{{"Cargo.toml"_s, "- c"}, {"src/lib.rs"_s, "x l"}} << "hello-main"_s;
        QTest::newRow("top.zip") << Tree{{"Cargo.toml"_s, "- c"}, {"src/lib.rs"_s, "x l"}} << "hello-main"_s;
        QTest::newRow("macos.zip") << Tree{{"Cargo.toml"_s, "- c"}} << "hello"_s;
        QTest::newRow("no-modes.zip") << Tree{{"Cargo.toml"_s, "- c"}} << QString();
        QTest::newRow("folder-without-manifest.tar.gz")
            << Tree{{"hello/a"_s, "- 1"}, {"hello/b"_s, "- 2"}} << QString();
        QTest::newRow("setgid-folder.tar.gz") << Tree{{"d/f"_s, "- 1"}} << QString();
        QTest::newRow("gnu.tar.gz") << Tree{{"x/"_s.repeated(100) + "deep"_s, "- 1"}} << QString();
        QTest::newRow("members.tar.gz") << Tree{{"Cargo.toml"_s, "- c"}} << QString();
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
                 QStringList{"to"_s});
    }

    void an_empty_folder_is_filled()
    {
        QVERIFY(QDir().mkpath(to()));
        QVERIFY(unpackArchive(m_made.filePath("one.tar.gz"_s), to()));
        QCOMPARE(tree::read(to()), (Tree{{"Cargo.toml"_s, "- c"}}));
    }

    void a_folder_that_holds_something_is_left_alone()
    {
        tree::write(to() + "/.hidden"_s, "mine");
        const auto unpacked = unpackArchive(m_made.filePath("one.tar.gz"_s), to());
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().code, ErrorCode::FailedPrecondition);
        QCOMPARE(unpacked.error().message, QStringLiteral("The folder %1 is not empty.").arg(to()));
        QCOMPARE(tree::read(m_place->path()), (Tree{{"to/.hidden"_s, "- mine"}}));
    }

    void a_link_to_an_empty_folder_is_a_destination()
    {
        QVERIFY(QDir().mkpath(m_place->filePath("real"_s)));
        QVERIFY(QFile::link("real"_s, to()));
        QVERIFY(unpackArchive(m_made.filePath("one.tar.gz"_s), to()));
        QCOMPARE(tree::content(m_place->filePath("real/Cargo.toml"_s)), "c");
    }

    void no_such_archive()
    {
        const auto unpacked = unpackArchive("/nowhere.zip"_s, to());
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().code, ErrorCode::NotFound);
        QCOMPARE(unpacked.error().message, "There is no archive /nowhere.zip."_s);
    }

    void a_pipe_is_no_archive()
    {
        const QString pipe = m_place->filePath("pipe"_s);
        QCOMPARE(::mkfifo(qPrintable(pipe), 0600), 0);
        const auto unpacked = unpackArchive(pipe, to());
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().message, pipe + " is not a file."_s);
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
        tree::write(m_place->filePath("tree/a"_s), QByteArray(600, 'a'));
        tree::write(m_place->filePath("tree/b"_s), QByteArray(400, 'b'));
        const QString archive = m_place->filePath("archive"_s);
        QVERIFY(packFolder(m_place->filePath("tree"_s), archive, format));
        const auto tooLittle = unpackArchive(archive, to(), {.entries = 2, .bytes = 999});
        QVERIFY(!tooLittle);
        QCOMPARE(tooLittle.error().message, "The archive unpacks to more than 999 bytes, reached at “b”."_s);
        QVERIFY(!QFileInfo::exists(to()));
        QVERIFY(unpackArchive(archive, to(), {.entries = 2, .bytes = 1000}));
    }

    void stops_in_the_middle_data() { limit_on_bytes_is_exact_data(); }
    void stops_in_the_middle()
    {
        QFETCH(ArchiveFormat, format);
        tree::write(m_place->filePath("tree/a"_s), QByteArray(100'000'000, 'a'));
        const QString archive = m_place->filePath("archive"_s);
        QVERIFY(packFolder(m_place->filePath("tree"_s), archive, format));
        QVERIFY(QDir(m_place->filePath("tree"_s)).removeRecursively());
        std::stop_source stop;
        const std::jthread later([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            stop.request_stop();
        });
        UnpackLimits limits;
        limits.ratio = 100'000;
        const auto unpacked = unpackArchive(archive, to(), limits, stop.get_token());
        QVERIFY(!unpacked);
        QCOMPARE(unpacked.error().code, ErrorCode::Cancelled);
        QCOMPARE(tree::read(m_place->path()).keys(), QStringList{"archive"_s});
    }

    void a_full_disk_is_said()
    {
        tree::write(m_place->filePath("tree/a"_s), QByteArray(1'000'000, 'a'));
        const QString archive = m_place->filePath("archive"_s);
        QVERIFY(packFolder(m_place->filePath("tree"_s), archive, ArchiveFormat::Zip));
        QVERIFY(QDir(m_place->filePath("tree"_s)).removeRecursively());
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
        QCOMPARE(tree::read(m_place->path()).keys(), QStringList{"archive"_s});
    }
};

QTEST_GUILESS_MAIN(TestUnpack)
#include "tst_unpack.moc"
