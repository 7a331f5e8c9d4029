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
using namespace Qt::StringLiterals;

namespace {

void makeProject(const QString &folder)
{
    tree::write(folder + u"/Cargo.toml"_s, "[package]\nname = \"hello\"\n");
    tree::write(folder + u"/src/lib.rs"_s, "fn handler() {}\n");
    tree::write(folder + u"/src/größe – 大小.txt"_s, "names are UTF-8\n");
    tree::write(folder + u"/run.sh"_s, "#!/bin/sh\n", true);
    tree::write(folder + u"/empty"_s, "");
    tree::write(folder + u"/big.bin"_s, QByteArray(700'000, 'x') + QByteArray(300'000, 'y'));
    tree::write(folder + u"/.cargo/config.toml"_s, "[build]\n");
    tree::write(folder + QStringLiteral("/%1/%2/deep.txt").arg(QString(90, u'd'), QString(200, u'e')), "long path\n");
}

} // namespace

class TestPack : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_scratch;

    QString fresh(const QString &name)
    {
        const QString folder = m_scratch.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u"-"_s +
                                                  QString::fromLatin1(QTest::currentDataTag()) + u"-"_s + name);
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
        const QString one = fresh(u"one"_s);
        const QString two = fresh(u"two"_s);
        makeProject(one);
        // The second tree is made in another order, with other times, other group bits and other excluded folders.
        tree::write(two + u"/zzz"_s, "");
        QVERIFY(QFile::remove(two + u"/zzz"_s));
        tree::write(two + u"/target/debug/junk"_s, "junk");
        tree::write(two + u"/run.sh"_s, "#!/bin/sh\n", true);
        makeProject(two);
        QCOMPARE(::chmod(qPrintable(two + u"/Cargo.toml"_s), 0600), 0);
        QCOMPARE(::chmod(qPrintable(two + u"/run.sh"_s), 0700), 0);
        const timespec old[2]{{1'000'000'000, 0}, {1'000'000'000, 0}};
        QCOMPARE(::utimensat(AT_FDCWD, qPrintable(two + u"/src/lib.rs"_s), old, 0), 0);

        const auto first = packFolder(one, fresh(u"out"_s) + u"/a"_s, format);
        qputenv("TZ", "Pacific/Auckland");
        ::tzset();
        const auto second = packFolder(two, fresh(u"out"_s) + u"/b"_s, format);
        qunsetenv("TZ");
        ::tzset();
        QVERIFY2(first, tree::why(first));
        QVERIFY2(second, tree::why(second));
        QCOMPARE(second->codeHash, first->codeHash);
        QCOMPARE(second->leftOut.size(), 1);
        QCOMPARE(second->leftOut.first().path, u"target"_s);
        const QByteArray bytes = tree::content(fresh(u"out"_s) + u"/a"_s);
        QCOMPARE(tree::content(fresh(u"out"_s) + u"/b"_s), bytes);
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
        const QString folder = fresh(u"tree"_s);
        makeProject(folder);
        const auto before = packFolder(folder, m_scratch.filePath(u"x"_s), ArchiveFormat::TarGz);
        if (change == u"content"_s) {
            tree::write(folder + u"/src/lib.rs"_s, "fn handler() { }\n");
        } else if (change == u"mode"_s) {
            tree::write(folder + u"/src/lib.rs"_s, "fn handler() {}\n", true);
        } else if (change == u"name"_s) {
            QVERIFY(QFile::rename(folder + u"/empty"_s, folder + u"/void"_s));
        } else {
            tree::write(folder + u"/more"_s, "");
        }
        const auto after = packFolder(folder, m_scratch.filePath(u"x"_s), ArchiveFormat::TarGz);
        QVERIFY(before && after);
        QVERIFY(before->codeHash != after->codeHash);
    }

    void other_programs_read_it_data()
    {
        QTest::addColumn<ArchiveFormat>("format");
        QTest::addColumn<QStringList>("command");
        QTest::newRow("tar") << ArchiveFormat::TarGz << QStringList{u"tar"_s, u"-xzf"_s};
        QTest::newRow("bsdtar, tar.gz") << ArchiveFormat::TarGz << QStringList{u"bsdtar"_s, u"-xf"_s};
        QTest::newRow("bsdtar, zip") << ArchiveFormat::Zip << QStringList{u"bsdtar"_s, u"-xf"_s};
        QTest::newRow("unzip") << ArchiveFormat::Zip << QStringList{u"unzip"_s, u"-q"_s};
        QTest::newRow("python, tar.gz") << ArchiveFormat::TarGz
                                        << QStringList{u"python3"_s, u"-m"_s, u"tarfile"_s, u"-e"_s};
    }
    void other_programs_read_it()
    {
        QFETCH(ArchiveFormat, format);
        QFETCH(QStringList, command);
        const QString folder = fresh(u"tree"_s);
        makeProject(folder);
        const QString archive = m_scratch.filePath(u"for-others"_s);
        QVERIFY(packFolder(folder, archive, format));
        const QString out = fresh(u"out"_s);
        qputenv("LC_ALL", "C.UTF-8"); // unzip and bsdtar ask for it
        tree::run(command.first(), command.sliced(1) << archive, out);
        QCOMPARE(tree::read(out), tree::read(folder));
    }

    void names_are_utf8_whatever_the_locale_is_data() { formats(); }
    void names_are_utf8_whatever_the_locale_is()
    {
        QFETCH(ArchiveFormat, format);
        const QString folder = fresh(u"tree"_s);
        makeProject(folder);
        const std::string before = setlocale(LC_ALL, nullptr);
        setlocale(LC_ALL, "C");
        const auto packed = packFolder(folder, m_scratch.filePath(u"c"_s), format);
        const auto unpacked = unpackArchive(m_scratch.filePath(u"c"_s), m_scratch.filePath(u"c-out"_s));
        setlocale(LC_ALL, before.c_str());
        QVERIFY2(packed, tree::why(packed));
        QVERIFY2(unpacked, tree::why(unpacked));
        QCOMPARE(tree::read(m_scratch.filePath(u"c-out"_s)), tree::read(folder));
        QDir(m_scratch.filePath(u"c-out"_s)).removeRecursively();
    }

    void links_that_stay_inside_are_followed()
    {
        const QString folder = fresh(u"tree"_s);
        tree::write(folder + u"/LICENSE"_s, "free");
        tree::write(folder + u"/a/one"_s, "1");
        tree::write(folder + u"/a/node_modules/skipped"_s, "");
        QVERIFY(QFile::link(u"../LICENSE"_s, folder + u"/a/LICENSE"_s));
        QVERIFY(QFile::link(folder + u"/a"_s, folder + u"/b"_s)); // absolute, but inside
        QVERIFY(QFile::link(u"b"_s, folder + u"/c"_s));
        QVERIFY(packFolder(folder, m_scratch.filePath(u"links"_s), ArchiveFormat::TarGz));
        const QString out = fresh(u"out"_s);
        tree::run(u"tar"_s, {u"-xzf"_s, m_scratch.filePath(u"links"_s)}, out);
        const QMap<QString, QByteArray> wanted{
            {u"LICENSE"_s, "- free"}, {u"a/LICENSE"_s, "- free"}, {u"a/one"_s, "- 1"}, {u"b/LICENSE"_s, "- free"},
            {u"b/one"_s, "- 1"},      {u"c/LICENSE"_s, "- free"}, {u"c/one"_s, "- 1"},
        };
        QCOMPARE(tree::read(out), wanted);
    }

    void what_unpacking_would_refuse_is_not_packed()
    {
        const QString folder = fresh(u"tree"_s);
        makeProject(folder);
        QFile zeros(folder + u"/zeros.bin"_s);
        QVERIFY(zeros.open(QIODevice::WriteOnly) && zeros.resize(100 << 20));
        const QString archive = m_scratch.filePath(u"zeros.tar.gz"_s);
        const auto packed = packFolder(folder, archive, ArchiveFormat::TarGz);
        QVERIFY(!packed);
        QCOMPARE(packed.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(packed.error().message.contains(u"zeros.bin"), qPrintable(packed.error().message));
        QVERIFY(!QFile::exists(archive));
        zeros.remove();
    }

    void no_such_folder()
    {
        const auto packed = packFolder(u"/nowhere/at/all"_s, m_scratch.filePath(u"x"_s), ArchiveFormat::TarGz);
        QVERIFY(!packed);
        QCOMPARE(packed.error().code, ErrorCode::NotFound);
        QCOMPARE(packed.error().message, u"There is no folder /nowhere/at/all."_s);
    }

    void an_archive_inside_the_folder_is_not_part_of_itself()
    {
        const QString folder = fresh(u"tree"_s);
        makeProject(folder);
        const auto first = packFolder(folder, folder + u"/out.tar.gz"_s, ArchiveFormat::TarGz);
        const auto second = packFolder(folder, folder + u"/out.tar.gz"_s, ArchiveFormat::TarGz);
        QVERIFY(first && second);
        QCOMPARE(*second, *first);
    }

    void an_old_archive_stays_until_the_new_one_is_whole()
    {
        const QString folder = fresh(u"tree"_s);
        makeProject(folder);
        const QString archive = fresh(u"out"_s) + u"/a.tar.gz"_s;
        tree::write(archive, "the old one");
        tree::write(folder + u"/a\nb"_s, "no name for an archive");
        QVERIFY(!packFolder(folder, archive, ArchiveFormat::TarGz));
        const QMap<QString, QByteArray> wanted{{u"a.tar.gz"_s, "- the old one"}};
        QCOMPARE(tree::read(fresh(u"out"_s)), wanted);
    }

    void stops_when_asked()
    {
        const QString folder = fresh(u"tree"_s);
        makeProject(folder);
        std::stop_source stop;
        stop.request_stop();
        const auto packed = packFolder(folder, fresh(u"out"_s) + u"/a"_s, ArchiveFormat::TarGz, stop.get_token());
        QVERIFY(!packed);
        QCOMPARE(packed.error().code, ErrorCode::Cancelled);
        QVERIFY(tree::read(fresh(u"out"_s)).isEmpty());
    }

    void memory_stays_small_data() { formats(); }
    void memory_stays_small()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("a sanitizer's own memory would be measured");
#endif
        QFETCH(ArchiveFormat, format);
        const QString folder = fresh(u"tree"_s);
        for (int i = 0; i < 2'000; ++i) {
            tree::write(folder + QStringLiteral("/src/%1/file%2.rs").arg(i % 40).arg(i), QByteArray(2'000, 'x'));
        }
        tree::write(folder + u"/big"_s, QByteArray(60'000'000, 'y'));
        constexpr int maxKiB = 32 * 1024;
        const QString archive = m_scratch.filePath(u"big-archive"_s);
        const QString kind = format == ArchiveFormat::Zip ? u"zip"_s : u"tar.gz"_s;
        const QString tool = QStringLiteral(ARCHIVE_TOOL);
        const int packing = tree::run(tool, {kind, folder, archive}).trimmed().toInt();
        const int unpacking = tree::run(tool, {u"unpack"_s, archive, fresh(u"out"_s)}).trimmed().toInt();
        QVERIFY2(packing > 0 && packing <= maxKiB, qPrintable(QString::number(packing)));
        QVERIFY2(unpacking > 0 && unpacking <= maxKiB, qPrintable(QString::number(unpacking)));
        QDir(folder).removeRecursively();
        QDir(fresh(u"out"_s)).removeRecursively();
    }

    void a_full_disk_is_said()
    {
        // A limit on the size of files stands for the disk: it fails in the middle of the archive.
        const QString folder = fresh(u"tree"_s);
        QByteArray noise;
        for (quint32 i = 0, x = 1; i < 200'000; ++i) {
            noise.append(static_cast<char>((x = x * 1664525 + 1013904223) >> 24));
        }
        tree::write(folder + u"/noise"_s, noise);
        const QString out = fresh(u"out"_s);
        const pid_t child = ::fork();
        if (child == 0) {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{100'000, 100'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            const auto packed = packFolder(folder, out + u"/a"_s, ArchiveFormat::Zip);
            ::_exit(!packed && packed.error().code == ErrorCode::ResourceExhausted &&
                            packed.error().message.contains(u"ulimit -f"_s)
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
