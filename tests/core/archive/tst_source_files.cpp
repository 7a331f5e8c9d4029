// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"
#include "tests/core/archive/tree_helpers.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <fcntl.h>
#include <filesystem>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

QStringList paths(const QList<SourceFile> &files)
{
    QStringList list;
    for (const SourceFile &file : files) {
        list << file.path;
    }
    return list;
}

} // namespace

/// What belongs to a project and what cannot be packed.
class TestSourceFiles : public QObject
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

private Q_SLOTS:
    void names_of_tools_are_left_out_where_no_module_can_have_them()
    {
        const QString folder = fresh(u"tree"_s);
        tree::write(folder + u"/Cargo.toml"_s, "");
        tree::write(folder + u"/member/Cargo.toml"_s, "");
        for (const QString &name : {u".git"_s, u"node_modules"_s, u"__pycache__"_s, u"target"_s, u".venv"_s}) {
            for (const QString &place : {u""_s, u"web/src/"_s, u"src/a/"_s, u"member/"_s, u"member/src/"_s}) {
                tree::write(folder + u'/' + place + name + u"/x"_s, "");
            }
        }
        tree::write(folder + u"/src/targets/kept"_s, "");
        tree::write(folder + u"/data/target"_s, "a plain file of that name is the author's");
        tree::write(folder + u"/sub/.git"_s, "gitdir: /elsewhere");
        const auto tree = readSourceTree(folder);
        QVERIFY2(tree, tree::why(tree));
        QStringList kept{u"Cargo.toml"_s, u"data/target"_s, u"member/Cargo.toml"_s, u"src/targets/kept"_s,
                         u"web/src/target/x"_s};
        for (const QString &name : {u".git"_s, u"node_modules"_s, u"__pycache__"_s, u"target"_s, u".venv"_s}) {
            kept << u"src/a/"_s + name + u"/x"_s << u"member/src/"_s + name + u"/x"_s;
        }
        std::ranges::sort(kept);
        QCOMPARE(paths(tree->files), kept);
        QStringList leftOut;
        for (const LeftOut &one : tree->leftOut) {
            QCOMPARE(one.reason, LeftOut::Reason::Name);
            leftOut << one.path;
        }
        QCOMPARE(leftOut, (QStringList{u".git"_s, u".venv"_s, u"__pycache__"_s, u"member/.git"_s, u"member/.venv"_s,
                                       u"member/__pycache__"_s, u"member/node_modules"_s, u"member/target"_s,
                                       u"node_modules"_s, u"sub/.git"_s, u"target"_s, u"web/src/.git"_s,
                                       u"web/src/.venv"_s, u"web/src/__pycache__"_s, u"web/src/node_modules"_s}));
    }

    void a_build_folder_on_another_disk_is_left_out()
    {
        const QString folder = fresh(u"tree"_s);
        tree::write(folder + u"/Cargo.toml"_s, "");
        QVERIFY(QFile::link(u"/tmp"_s, folder + u"/target"_s));
        const auto tree = readSourceTree(folder);
        QVERIFY2(tree, tree::why(tree));
        QCOMPARE(tree->leftOut,
                 (QList<LeftOut>{{u"target"_s, LeftOut::Reason::Name, u"tools make folders of this name"_s}}));
    }

    void what_is_ignored_is_never_opened()
    {
        const QString folder = fresh(u"tree"_s);
        tree::write(folder + u"/Cargo.toml"_s, "");
        tree::write(folder + u"/secrets/deep/key"_s, "k");
        tree::write(folder + u"/a.log"_s, "a");
        QVERIFY(QFile::link(u"secrets/deep"_s, folder + u"/shortcut"_s));
        const int watch = ::inotify_init1(IN_NONBLOCK);
        for (const QString &path : {u"/secrets"_s, u"/secrets/deep"_s, u"/secrets/deep/key"_s, u"/a.log"_s}) {
            QVERIFY(::inotify_add_watch(watch, qPrintable(folder + path), IN_OPEN | IN_ACCESS) >= 0);
        }
        const QSet<QString> ignored{u"secrets"_s, u"a.log"_s};
        QVERIFY(stampTree(folder, {}, ignored));
        const auto packed = packFolder(folder, fresh(u"out"_s) + u"/archive"_s, ArchiveFormat::TarGz, {}, ignored);
        QVERIFY2(packed, tree::why(packed));
        QCOMPARE(packed->files, 1);
        QCOMPARE(packed->leftOut, (QList<LeftOut>{{u"a.log"_s, LeftOut::Reason::Ignored, u"git ignores it"_s},
                                                  {u"secrets"_s, LeftOut::Reason::Ignored, u"git ignores it"_s},
                                                  {u"shortcut"_s, LeftOut::Reason::Link,
                                                   u"it is a link to secrets/deep, which git ignores"_s}}));
        std::array<char, 4096> events{};
        QCOMPARE(::read(watch, events.data(), events.size()), ssize_t(-1));
        QFile seen(folder + u"/a.log"_s);
        QVERIFY(seen.open(QIODevice::ReadOnly)); // the watch works
        QVERIFY(::read(watch, events.data(), events.size()) > 0);
        ::close(watch);
    }

    void what_cannot_be_packed_is_left_out_and_reported_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("why");
        const auto row = [](const char *kind, const QString &why) {
            QTest::newRow(kind) << QString::fromLatin1(kind) << why;
        };
        row("link out", u"it is a link that leads out of the folder, to ../../../../etc/passwd"_s);
        row("link to a sibling with the same beginning",
            u"it is a link that leads out of the folder, to ../../%1-evil/x"_s);
        row("link nowhere", u"it is a link to missing, which is not there"_s);
        row("lock of an editor", u"it is a link to me@host.42:17, which is not there"_s);
        row("link to itself", u"it is a link that leads back to itself"_s);
        row("link to a folder around it", u"it is a link that leads back into itself"_s);
        row("link to a device", u"it is a link that leads out of the folder, to /dev/zero"_s);
        row("pipe", u"it is a pipe"_s);
        row("link to a pipe", u"it is a pipe"_s);
        row("socket", u"it is a socket"_s);
    }
    void what_cannot_be_packed_is_left_out_and_reported()
    {
        QFETCH(QString, kind);
        QFETCH(QString, why);
        const QString folder = fresh(u"tree"_s);
        tree::write(folder + u"/src/lib.rs"_s, "");
        tree::write(folder + u"-evil/x"_s, "");
        const QString bad = folder + u"/src/bad"_s;
        const QHash<QString, QString> links{
            {u"link out"_s, u"../../../../etc/passwd"_s},
            {u"link to a sibling with the same beginning"_s, u"../../%1-evil/x"_s.arg(QFileInfo(folder).fileName())},
            {u"link nowhere"_s, u"missing"_s},
            {u"lock of an editor"_s, u"me@host.42:17"_s},
            {u"link to itself"_s, u"bad"_s},
            {u"link to a folder around it"_s, u".."_s},
            {u"link to a device"_s, u"/dev/zero"_s},
            {u"link to a pipe"_s, u"../pipe"_s}};
        if (kind == u"pipe"_s) {
            QCOMPARE(::mkfifo(qPrintable(bad), 0600), 0);
        } else if (kind == u"socket"_s) {
            QCOMPARE(::mknod(qPrintable(bad), S_IFSOCK | 0600, 0), 0);
        } else {
            QVERIFY(QFile::link(links[kind], bad));
        }
        if (kind == u"link to a pipe"_s) {
            QCOMPARE(::mkfifo(qPrintable(folder + u"/pipe"_s), 0600), 0);
        }
        const auto packed = packFolder(folder, fresh(u"out"_s) + u"/archive"_s, ArchiveFormat::Zip);
        QVERIFY2(packed, tree::why(packed));
        QCOMPARE(packed->files, 1);
        QCOMPARE(packed->leftOut.last().path, u"src/bad"_s);
        QCOMPARE(packed->leftOut.last().why, why.contains(u'%') ? why.arg(QFileInfo(folder).fileName()) : why);
    }

    void list_says_size_and_mode_sorted_by_bytes()
    {
        const QString folder = fresh(u"tree"_s);
        tree::write(folder + u"/b"_s, "123", true);
        tree::write(folder + u"/a/z"_s, "");
        tree::write(folder + u"/a.txt"_s, "1");
        tree::write(folder + u"/Z"_s, "");
        tree::write(folder + u"/é"_s, "");
        const auto files = listSourceFiles(folder);
        QVERIFY(files);
        QCOMPARE(*files, (QList<SourceFile>{{u"Z"_s, 0, false},
                                            {u"a.txt"_s, 1, false},
                                            {u"a/z"_s, 0, false},
                                            {u"b"_s, 3, true},
                                            {u"é"_s, 0, false}}));
    }

    void refused_by_name_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *kind, const QString &message) {
            QTest::newRow(kind) << QString::fromLatin1(kind) << message;
        };
        row("not UTF-8", u"“src/\\xff\\xfe” cannot be packed: its name is not valid UTF-8."_s);
        row("line break",
            u"“src/a\\x0ab” cannot be packed: its name holds a line break or another control character."_s);
        row("case", "“src/BAD” and “src/bad” differ only in case or in how their letters are encoded. Not every system "
                    u"can keep both: rename one."_s);
        row("Unicode form",
            "“src/e\u0301” and “src/\u00e9” differ only in case or in how their letters are encoded. Not "
            u"every system can keep both: rename one."_s);
    }
    void refused_by_name()
    {
        QFETCH(QString, kind);
        QFETCH(QString, message);
        const QString folder = fresh(u"tree"_s);
        tree::write(folder + u"/src/lib.rs"_s, "");
        const QString bad = folder + u"/src/bad"_s;
        if (kind == u"not UTF-8"_s) {
            const QByteArray name = folder.toUtf8() + "/src/\xff\xfe";
            QVERIFY(::close(::open(name.constData(), O_CREAT | O_WRONLY, 0600)) == 0);
        } else if (kind == u"line break"_s) {
            tree::write(folder + u"/src/a\nb"_s, "");
        } else if (kind == u"case"_s) {
            tree::write(bad, "");
            tree::write(folder + u"/src/BAD"_s, "");
        } else if (kind == u"Unicode form"_s) {
            tree::write(folder + u"/src/e\u0301"_s, "");
            tree::write(folder + u"/src/\u00e9"_s, "");
        }
        const QString archive = fresh(u"out"_s) + u"/archive"_s;
        const auto packed = packFolder(folder, archive, ArchiveFormat::Zip);
        QVERIFY(!packed);
        QCOMPARE(packed.error().message, message);
        QCOMPARE(packed.error().code, ErrorCode::InvalidArgument);
        QVERIFY(tree::read(fresh(u"out"_s)).isEmpty());
        std::filesystem::remove_all(folder.toStdString()); // Qt cannot remove a name that is not UTF-8
    }

    void links_cannot_multiply_without_end()
    {
        // Ten folders, each with ten links to the next: a billion files from a handful.
        const QString folder = fresh(u"tree"_s);
        for (int i = 0; i < 9; ++i) {
            const QString one = folder + QStringLiteral("/%1").arg(i);
            QVERIFY(QDir().mkpath(one));
            for (int j = 0; j < 10; ++j) {
                QVERIFY(QFile::link(QStringLiteral("../%1").arg(i + 1), one + QStringLiteral("/l%1").arg(j)));
            }
        }
        tree::write(folder + u"/9/file"_s, "");
        const auto files = listSourceFiles(folder);
        QVERIFY(!files);
        QCOMPARE(files.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(files.error().message.contains(u"more than 100000 files"_s), qPrintable(files.error().message));
    }
};

QTEST_GUILESS_MAIN(TestSourceFiles)
#include "tst_source_files.moc"
