// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"
#include "tests/core/archive/tree_helpers.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

#include <clocale>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace studio;

namespace {

QString operator""_s(const char *text, std::size_t size)
{
    return QString::fromUtf8(text, static_cast<qsizetype>(size));
}

void makeProject(const QString &folder)
{
    tree::write(folder + "/Cargo.toml"_s, "[package]\nname = \"hello\"\n");
    tree::write(folder + "/src/lib.rs"_s, "fn handler() {}\n");
    tree::write(folder + "/src/größe – 大小.txt"_s, "names are UTF-8\n");
    tree::write(folder + "/run.sh"_s, "#!/bin/sh\n", true);
    tree::write(folder + "/empty"_s, "");
    tree::write(folder + "/big.bin"_s, QByteArray(700'000, 'x') + QByteArray(300'000, 'y'));
    tree::write(folder + "/.cargo/config.toml"_s, "[build]\n");
    tree::write(folder + QStringLiteral("/%1/%2/deep.txt").arg(QString(90, u'd'), QString(200, u'e')), "long path\n");
}

QStringList paths(const QList<SourceFile> &files)
{
    QStringList list;
    for (const SourceFile &file : files) {
        list << file.path;
    }
    return list;
}

} // namespace

class TestPack : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_scratch;

    QString fresh(const QString &name)
    {
        const QString folder = m_scratch.filePath(QString::fromLatin1(QTest::currentTestFunction()) + "-"_s +
                                                  QString::fromLatin1(QTest::currentDataTag()) + "-"_s + name);
        QDir().mkpath(folder);
        return folder;
    }

    static void formats()
    {
        QTest::addColumn<ArchiveFormat>("format");
        QTest::addColumn<QString>("suffix");
        QTest::newRow("tar.gz") << ArchiveFormat::TarGz << QStringLiteral(".tar.gz");
        QTest::newRow("zip") << ArchiveFormat::Zip << QStringLiteral(".zip");
    }

private Q_SLOTS:
    void same_tree_gives_the_same_bytes_data() { formats(); }
    void same_tree_gives_the_same_bytes()
    {
        QFETCH(ArchiveFormat, format);
        const QString one = fresh("one"_s);
        const QString two = fresh("two"_s);
        makeProject(one);
        // The second tree is made in another order, with other times, other group bits and other excluded folders.
        tree::write(two + "/zzz"_s, "");
        QVERIFY(QFile::remove(two + "/zzz"_s));
        tree::write(two + "/target/debug/junk"_s, "junk");
        tree::write(two + "/run.sh"_s, "#!/bin/sh\n", true);
        makeProject(two);
        QCOMPARE(::chmod(qPrintable(two + "/Cargo.toml"_s), 0600), 0);
        QCOMPARE(::chmod(qPrintable(two + "/run.sh"_s), 0700), 0);
        const timespec old[2]{{1'000'000'000, 0}, {1'000'000'000, 0}};
        QCOMPARE(::utimensat(AT_FDCWD, qPrintable(two + "/src/lib.rs"_s), old, 0), 0);

        const auto first = packFolder(one, fresh("out"_s) + "/a"_s, format);
        qputenv("TZ", "Pacific/Auckland");
        ::tzset();
        const auto second = packFolder(two, fresh("out"_s) + "/b"_s, format);
        qunsetenv("TZ");
        ::tzset();
        QVERIFY2(first, tree::why(first));
        QVERIFY2(second, tree::why(second));
        QCOMPARE(*second, *first);
        const QByteArray bytes = tree::content(fresh("out"_s) + "/a"_s);
        QCOMPARE(tree::content(fresh("out"_s) + "/b"_s), bytes);
        QCOMPARE(first->codeHash, QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
        QCOMPARE(first->bytes, bytes.size());
        QCOMPARE(first->files, 8);
    }

    void another_tree_gives_other_bytes_data()
    {
        QTest::addColumn<QString>("change");
        QTest::newRow("content") << QStringLiteral("content");
        QTest::newRow("mode") << QStringLiteral("mode");
        QTest::newRow("name") << QStringLiteral("name");
        QTest::newRow("one more") << QStringLiteral("more");
    }
    void another_tree_gives_other_bytes()
    {
        QFETCH(QString, change);
        const QString folder = fresh("tree"_s);
        makeProject(folder);
        const auto before = packFolder(folder, m_scratch.filePath("x"_s), ArchiveFormat::TarGz);
        if (change == "content"_s) {
            tree::write(folder + "/src/lib.rs"_s, "fn handler() { }\n");
        } else if (change == "mode"_s) {
            tree::write(folder + "/src/lib.rs"_s, "fn handler() {}\n", true);
        } else if (change == "name"_s) {
            QVERIFY(QFile::rename(folder + "/empty"_s, folder + "/void"_s));
        } else {
            tree::write(folder + "/more"_s, "");
        }
        const auto after = packFolder(folder, m_scratch.filePath("x"_s), ArchiveFormat::TarGz);
        QVERIFY(before && after);
        QVERIFY(before->codeHash != after->codeHash);
    }

    void other_programs_read_it_data()
    {
        QTest::addColumn<ArchiveFormat>("format");
        QTest::addColumn<QStringList>("command");
        QTest::newRow("tar") << ArchiveFormat::TarGz << QStringList{"tar"_s, "-xzf"_s};
        QTest::newRow("bsdtar, tar.gz") << ArchiveFormat::TarGz << QStringList{"bsdtar"_s, "-xf"_s};
        QTest::newRow("bsdtar, zip") << ArchiveFormat::Zip << QStringList{"bsdtar"_s, "-xf"_s};
        QTest::newRow("unzip") << ArchiveFormat::Zip << QStringList{"unzip"_s, "-q"_s};
        QTest::newRow("python, tar.gz") << ArchiveFormat::TarGz
                                        << QStringList{"python3"_s, "-m"_s, "tarfile"_s, "-e"_s};
    }
    void other_programs_read_it()
    {
        QFETCH(ArchiveFormat, format);
        QFETCH(QStringList, command);
        const QString folder = fresh("tree"_s);
        makeProject(folder);
        const QString archive = m_scratch.filePath("for-others"_s);
        QVERIFY(packFolder(folder, archive, format));
        const QString out = fresh("out"_s);
        qputenv("LC_ALL", "C.UTF-8"); // unzip and bsdtar ask for it
        tree::run(command.first(), command.sliced(1) << archive, out);
        QCOMPARE(tree::read(out), tree::read(folder));
    }

    void names_are_utf8_whatever_the_locale_is_data() { formats(); }
    void names_are_utf8_whatever_the_locale_is()
    {
        QFETCH(ArchiveFormat, format);
        const QString folder = fresh("tree"_s);
        makeProject(folder);
        const std::string before = setlocale(LC_ALL, nullptr);
        setlocale(LC_ALL, "C");
        const auto packed = packFolder(folder, m_scratch.filePath("c"_s), format);
        const auto unpacked = unpackArchive(m_scratch.filePath("c"_s), m_scratch.filePath("c-out"_s));
        setlocale(LC_ALL, before.c_str());
        QVERIFY2(packed, tree::why(packed));
        QVERIFY2(unpacked, tree::why(unpacked));
        QCOMPARE(tree::read(m_scratch.filePath("c-out"_s)), tree::read(folder));
        QDir(m_scratch.filePath("c-out"_s)).removeRecursively();
    }

    void excluded_names_at_any_depth()
    {
        const QString folder = fresh("tree"_s);
        tree::write(folder + "/Cargo.toml"_s, "");
        for (const QString &name : {".git"_s, "node_modules"_s, "__pycache__"_s, "target"_s, ".venv"_s}) {
            tree::write(folder + u'/' + name + "/x"_s, "");
            tree::write(folder + "/src/a/"_s + name + "/x"_s, "");
        }
        tree::write(folder + "/src/targets/kept"_s, "");
        tree::write(folder + "/src/.gitignore"_s, "");
        tree::write(folder + "/data/target"_s, "a plain file of that name is the author's");
        tree::write(folder + "/sub/.git"_s, "gitdir: /elsewhere");
        QVERIFY(QFile::link("/tmp"_s, folder + "/src/target"_s)); // build folders are often links to another disk
        const auto files = listSourceFiles(folder);
        QVERIFY2(files, tree::why(files));
        QCOMPARE(paths(*files),
                 (QStringList{"Cargo.toml"_s, "data/target"_s, "src/.gitignore"_s, "src/targets/kept"_s}));
    }

    void list_says_size_and_mode_sorted_by_bytes()
    {
        const QString folder = fresh("tree"_s);
        tree::write(folder + "/b"_s, "123", true);
        tree::write(folder + "/a/z"_s, "");
        tree::write(folder + "/a.txt"_s, "1");
        tree::write(folder + "/Z"_s, "");
        tree::write(folder + "/é"_s, "");
        const auto files = listSourceFiles(folder);
        QVERIFY(files);
        QCOMPARE(
            *files,
            (QList<SourceFile>{
                {"Z"_s, 0, false}, {"a.txt"_s, 1, false}, {"a/z"_s, 0, false}, {"b"_s, 3, true}, {"é"_s, 0, false}}));
    }

    void links_that_stay_inside_are_followed()
    {
        const QString folder = fresh("tree"_s);
        tree::write(folder + "/LICENSE"_s, "free");
        tree::write(folder + "/a/one"_s, "1");
        tree::write(folder + "/a/target/skipped"_s, "");
        QVERIFY(QFile::link("../LICENSE"_s, folder + "/a/LICENSE"_s));
        QVERIFY(QFile::link(folder + "/a"_s, folder + "/b"_s)); // absolute, but inside
        QVERIFY(QFile::link("b"_s, folder + "/c"_s));
        QVERIFY(packFolder(folder, m_scratch.filePath("links"_s), ArchiveFormat::TarGz));
        const QString out = fresh("out"_s);
        tree::run("tar"_s, {"-xzf"_s, m_scratch.filePath("links"_s)}, out);
        const QMap<QString, QByteArray> wanted{
            {"LICENSE"_s, "- free"}, {"a/LICENSE"_s, "- free"}, {"a/one"_s, "- 1"}, {"b/LICENSE"_s, "- free"},
            {"b/one"_s, "- 1"},      {"c/LICENSE"_s, "- free"}, {"c/one"_s, "- 1"},
        };
        QCOMPARE(tree::read(out), wanted);
    }

    void refused_by_name_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *kind, const QString &message) {
            QTest::newRow(kind) << QString::fromLatin1(kind) << message;
        };
        row("link out", "“src/bad” cannot be packed: it is a link that leaves the folder."_s);
        row("link to a sibling with the same beginning",
            "“src/bad” cannot be packed: it is a link that leaves the folder."_s);
        row("link nowhere", "“src/bad” cannot be packed: it is a link that leads nowhere."_s);
        row("link to itself", "“src/bad” cannot be packed: it is a link that leads back to itself."_s);
        row("link to a folder around it", "“src/bad” cannot be packed: it is a link that leads back into itself."_s);
        row("links in a ring", "“b/toa/tob” cannot be packed: it is a link that leads back into itself."_s);
        row("pipe", "“src/bad” cannot be packed: it is a pipe, not a file."_s);
        row("socket", "“src/bad” cannot be packed: it is a socket, not a file."_s);
        row("link to a device", "“src/bad” cannot be packed: it is a link that leaves the folder."_s);
        row("not UTF-8", "“src/\\xff\\xfe” cannot be packed: its name is not valid UTF-8."_s);
        row("line break",
            "“src/a\\x0ab” cannot be packed: its name holds a line break or another control character."_s);
        row("case", "“src/BAD” and “src/bad” differ only in case or in how their letters are encoded. Not every system "
                    "can keep both: rename one."_s);
        row("Unicode form",
            "“src/e\u0301” and “src/\u00e9” differ only in case or in how their letters are encoded. Not "
            "every system can keep both: rename one."_s);
    }
    void refused_by_name()
    {
        QFETCH(QString, kind);
        QFETCH(QString, message);
        const QString folder = fresh("tree"_s);
        tree::write(folder + "/src/lib.rs"_s, "");
        const QString bad = folder + "/src/bad"_s;
        if (kind == "link out"_s) {
            QVERIFY(QFile::link("../../../../etc/passwd"_s, bad));
        } else if (kind == "link to a sibling with the same beginning"_s) {
            tree::write(folder + "-evil/x"_s, "");
            QVERIFY(QFile::link(folder + "-evil/x"_s, bad));
        } else if (kind == "link nowhere"_s) {
            QVERIFY(QFile::link("missing"_s, bad));
        } else if (kind == "link to itself"_s) {
            QVERIFY(QFile::link("bad"_s, bad));
        } else if (kind == "link to a folder around it"_s) {
            QVERIFY(QFile::link(".."_s, bad));
        } else if (kind == "links in a ring"_s) {
            QVERIFY(QDir(folder).mkdir("a"_s) && QDir(folder).mkdir("b"_s));
            QVERIFY(QFile::link("../b"_s, folder + "/a/tob"_s) && QFile::link("../a"_s, folder + "/b/toa"_s));
            QVERIFY(QFile::remove(folder + "/src/lib.rs"_s));
        } else if (kind == "pipe"_s) {
            QCOMPARE(::mkfifo(qPrintable(bad), 0600), 0);
        } else if (kind == "socket"_s) {
            QCOMPARE(::mknod(qPrintable(bad), S_IFSOCK | 0600, 0), 0);
        } else if (kind == "link to a device"_s) {
            QVERIFY(QFile::link("/dev/zero"_s, bad));
        } else if (kind == "not UTF-8"_s) {
            const QByteArray name = folder.toUtf8() + "/src/\xff\xfe";
            QVERIFY(::close(::open(name.constData(), O_CREAT | O_WRONLY, 0600)) == 0);
        } else if (kind == "line break"_s) {
            tree::write(folder + "/src/a\nb"_s, "");
        } else if (kind == "case"_s) {
            tree::write(bad, "");
            tree::write(folder + "/src/BAD"_s, "");
        } else if (kind == "Unicode form"_s) {
            tree::write(folder + "/src/e\u0301"_s, "");
            tree::write(folder + "/src/\u00e9"_s, "");
        }
        const QString archive = fresh("out"_s) + "/archive"_s;
        const auto packed = packFolder(folder, archive, ArchiveFormat::Zip);
        QVERIFY(!packed);
        // Which of two rings is met first depends on the order of the folder.
        if (kind == "links in a ring"_s) {
            QVERIFY2(packed.error().message.contains("leads back into itself"_s), qPrintable(packed.error().message));
        } else {
            QCOMPARE(packed.error().message, message);
        }
        QCOMPARE(packed.error().code, ErrorCode::InvalidArgument);
        QVERIFY(tree::read(fresh("out"_s)).isEmpty());
        std::filesystem::remove_all(folder.toStdString()); // Qt cannot remove a name that is not UTF-8
    }

    void links_cannot_multiply_without_end()
    {
        // Ten folders, each with ten links to the next: a billion files from a handful.
        const QString folder = fresh("tree"_s);
        for (int i = 0; i < 9; ++i) {
            const QString one = folder + QStringLiteral("/%1").arg(i);
            QVERIFY(QDir().mkpath(one));
            for (int j = 0; j < 10; ++j) {
                QVERIFY(QFile::link(QStringLiteral("../%1").arg(i + 1), one + QStringLiteral("/l%1").arg(j)));
            }
        }
        tree::write(folder + "/9/file"_s, "");
        const auto files = listSourceFiles(folder);
        QVERIFY(!files);
        QCOMPARE(files.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(files.error().message.contains("more than 100000 files"_s), qPrintable(files.error().message));
    }

    void no_such_folder()
    {
        const auto packed = packFolder("/nowhere/at/all"_s, m_scratch.filePath("x"_s), ArchiveFormat::TarGz);
        QVERIFY(!packed);
        QCOMPARE(packed.error().code, ErrorCode::NotFound);
        QCOMPARE(packed.error().message, "There is no folder /nowhere/at/all."_s);
    }

    void an_archive_inside_the_folder_is_not_part_of_itself()
    {
        const QString folder = fresh("tree"_s);
        makeProject(folder);
        const auto first = packFolder(folder, folder + "/out.tar.gz"_s, ArchiveFormat::TarGz);
        const auto second = packFolder(folder, folder + "/out.tar.gz"_s, ArchiveFormat::TarGz);
        QVERIFY(first && second);
        QCOMPARE(*second, *first);
    }

    void an_old_archive_stays_until_the_new_one_is_whole()
    {
        const QString folder = fresh("tree"_s);
        makeProject(folder);
        const QString archive = fresh("out"_s) + "/a.tar.gz"_s;
        tree::write(archive, "the old one");
        QVERIFY(QFile::link("missing"_s, folder + "/bad"_s));
        QVERIFY(!packFolder(folder, archive, ArchiveFormat::TarGz));
        const QMap<QString, QByteArray> wanted{{"a.tar.gz"_s, "- the old one"}};
        QCOMPARE(tree::read(fresh("out"_s)), wanted);
    }

    void stops_when_asked()
    {
        const QString folder = fresh("tree"_s);
        makeProject(folder);
        std::stop_source stop;
        stop.request_stop();
        const auto packed = packFolder(folder, fresh("out"_s) + "/a"_s, ArchiveFormat::TarGz, stop.get_token());
        QVERIFY(!packed);
        QCOMPARE(packed.error().code, ErrorCode::Cancelled);
        QVERIFY(tree::read(fresh("out"_s)).isEmpty());
    }

    void memory_stays_small_data() { formats(); }
    void memory_stays_small()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("a sanitizer's own memory would be measured");
#endif
        QFETCH(ArchiveFormat, format);
        const QString folder = fresh("tree"_s);
        for (int i = 0; i < 2'000; ++i) {
            tree::write(folder + QStringLiteral("/src/%1/file%2.rs").arg(i % 40).arg(i), QByteArray(2'000, 'x'));
        }
        tree::write(folder + "/big"_s, QByteArray(60'000'000, 'y'));
        constexpr int mostKiB = 32 * 1024;
        const QString archive = m_scratch.filePath("big-archive"_s);
        const QString kind = format == ArchiveFormat::Zip ? "zip"_s : "tar.gz"_s;
        const QString tool = QStringLiteral(ARCHIVE_TOOL);
        const int packing = tree::run(tool, {kind, folder, archive}).trimmed().toInt();
        const int unpacking = tree::run(tool, {"unpack"_s, archive, fresh("out"_s)}).trimmed().toInt();
        QVERIFY2(packing > 0 && packing <= mostKiB, qPrintable(QString::number(packing)));
        QVERIFY2(unpacking > 0 && unpacking <= mostKiB, qPrintable(QString::number(unpacking)));
        QDir(folder).removeRecursively();
        QDir(fresh("out"_s)).removeRecursively();
    }

    void a_full_disk_is_said()
    {
        // A limit on the size of files stands for the disk: it fails in the middle of the archive.
        const QString folder = fresh("tree"_s);
        QByteArray noise;
        for (quint32 i = 0, x = 1; i < 200'000; ++i) {
            noise.append(static_cast<char>((x = x * 1664525 + 1013904223) >> 24));
        }
        tree::write(folder + "/noise"_s, noise);
        const QString out = fresh("out"_s);
        const pid_t child = ::fork();
        if (child == 0) {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{100'000, 100'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            const auto packed = packFolder(folder, out + "/a"_s, ArchiveFormat::Zip);
            ::_exit(!packed && packed.error().code == ErrorCode::ResourceExhausted &&
                            packed.error().message.contains("the disk is full"_s)
                        ? 0
                        : 1);
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
        QVERIFY(tree::read(out).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestPack)
#include "tst_pack.moc"
