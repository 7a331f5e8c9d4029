// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"
#include "tests/core/archive/tree_helpers.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <filesystem>
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
    void excluded_names_at_any_depth()
    {
        const QString folder = fresh(u"tree"_s);
        tree::write(folder + u"/Cargo.toml"_s, "");
        for (const QString &name : {u".git"_s, u"node_modules"_s, u"__pycache__"_s, u"target"_s, u".venv"_s}) {
            tree::write(folder + u'/' + name + u"/x"_s, "");
            tree::write(folder + u"/src/a/"_s + name + u"/x"_s, "");
        }
        tree::write(folder + u"/src/targets/kept"_s, "");
        tree::write(folder + u"/src/.gitignore"_s, "");
        tree::write(folder + u"/data/target"_s, "a plain file of that name is the author's");
        tree::write(folder + u"/sub/.git"_s, "gitdir: /elsewhere");
        QVERIFY(QFile::link(u"/tmp"_s, folder + u"/src/target"_s)); // build folders are often links to another disk
        const auto files = listSourceFiles(folder);
        QVERIFY2(files, tree::why(files));
        QCOMPARE(paths(*files),
                 (QStringList{u"Cargo.toml"_s, u"data/target"_s, u"src/.gitignore"_s, u"src/targets/kept"_s}));
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
        row("link out", u"“src/bad” cannot be packed: it is a link that leaves the folder."_s);
        row("link to a sibling with the same beginning",
            u"“src/bad” cannot be packed: it is a link that leaves the folder."_s);
        row("link nowhere", u"“src/bad” cannot be packed: it is a link that leads nowhere."_s);
        row("link to itself", u"“src/bad” cannot be packed: it is a link that leads back to itself."_s);
        row("link to a folder around it", u"“src/bad” cannot be packed: it is a link that leads back into itself."_s);
        row("links in a ring", u"“b/toa/tob” cannot be packed: it is a link that leads back into itself."_s);
        row("pipe", u"“src/bad” cannot be packed: it is a pipe, not a file."_s);
        row("socket", u"“src/bad” cannot be packed: it is a socket, not a file."_s);
        row("link to a device", u"“src/bad” cannot be packed: it is a link that leaves the folder."_s);
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
        if (kind == u"link out"_s) {
            QVERIFY(QFile::link(u"../../../../etc/passwd"_s, bad));
        } else if (kind == u"link to a sibling with the same beginning"_s) {
            tree::write(folder + u"-evil/x"_s, "");
            QVERIFY(QFile::link(folder + u"-evil/x"_s, bad));
        } else if (kind == u"link nowhere"_s) {
            QVERIFY(QFile::link(u"missing"_s, bad));
        } else if (kind == u"link to itself"_s) {
            QVERIFY(QFile::link(u"bad"_s, bad));
        } else if (kind == u"link to a folder around it"_s) {
            QVERIFY(QFile::link(u".."_s, bad));
        } else if (kind == u"links in a ring"_s) {
            QVERIFY(QDir(folder).mkdir(u"a"_s) && QDir(folder).mkdir(u"b"_s));
            QVERIFY(QFile::link(u"../b"_s, folder + u"/a/tob"_s) && QFile::link(u"../a"_s, folder + u"/b/toa"_s));
            QVERIFY(QFile::remove(folder + u"/src/lib.rs"_s));
        } else if (kind == u"pipe"_s) {
            QCOMPARE(::mkfifo(qPrintable(bad), 0600), 0);
        } else if (kind == u"socket"_s) {
            QCOMPARE(::mknod(qPrintable(bad), S_IFSOCK | 0600, 0), 0);
        } else if (kind == u"link to a device"_s) {
            QVERIFY(QFile::link(u"/dev/zero"_s, bad));
        } else if (kind == u"not UTF-8"_s) {
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
        // Which of two rings is met first depends on the order of the folder.
        if (kind == u"links in a ring"_s) {
            QVERIFY2(packed.error().message.contains(u"leads back into itself"_s), qPrintable(packed.error().message));
        } else {
            QCOMPARE(packed.error().message, message);
        }
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
