// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/base/user_file_test.h"
#include "tests/support/ordinary_user.h"

#include <QFile>
#include <QScopeGuard>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <thread>
#include <unistd.h>

using namespace studio;
using namespace studio::test;

namespace {

struct stat statusOf(const QString &path)
{
    struct stat status = {};
    if (lstat(QFile::encodeName(path).constData(), &status) != 0) {
        qFatal("no such file: %s", qPrintable(path));
    }
    return status;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

void change(const QString &path, mode_t mode)
{
    QCOMPARE(chmod(QFile::encodeName(path).constData(), mode), 0);
}

} // namespace

class TestUserFile : public UserFileTest
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        begin();
        change(m_home->path(), 0777);
    }

    void a_new_file_has_the_mode_that_the_umask_leaves()
    {
        const mode_t mask = umask(022);
        umask(mask);
        QCOMPARE(statusOf(m_path).st_mode & 07777, 0666 & ~mask);
        QCOMPARE(names(), QStringList{QStringLiteral("lib.rs")}); // and nothing is beside it
    }

    void the_mode_stays_data()
    {
        QTest::addColumn<int>("mode");
        for (const int mode : {0600, 0644, 0755, 0664, 0606, 02644}) {
            QTest::addRow("%o", mode) << mode;
        }
    }
    void the_mode_stays()
    {
        QFETCH(int, mode);
        change(m_path, static_cast<mode_t>(mode));
        const auto before = statusOf(m_path);
        const auto saved = saveUserFile(m_path, "new");
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        const auto after = statusOf(m_path);
        QCOMPARE(after.st_mode, before.st_mode);
        QCOMPARE(after.st_uid, before.st_uid);
        QCOMPARE(after.st_gid, before.st_gid);
        QVERIFY(saveAccess(m_path) == SaveAccess{});
        change(m_path, 0600);
        QCOMPARE(contentOf(m_path), "new");
    }

    void a_read_only_file_is_not_overwritten_until_it_is_made_writable()
    {
        change(m_path, 0444);
        const auto saved = saveUserFile(m_path, "new");
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::PermissionDenied);
        QCOMPARE(saved.error().message,
                 QStringLiteral("Could not save %1: it is read-only. The file on disk is as it was.").arg(m_path));
        QCOMPARE(contentOf(m_path), "old");
        QCOMPARE(statusOf(m_path).st_mode & 07777, 0444);
        const SaveAccess access = saveAccess(m_path);
        QVERIFY(access.isReadOnly() && access.canBeMadeWritable);
        QVERIFY(makeWritable(m_path));
        QCOMPARE(statusOf(m_path).st_mode & 07777, 0644); // for its owner, and for nobody else
        QVERIFY(!saveAccess(m_path).isReadOnly());
        QVERIFY(saveUserFile(m_path, "new"));
        QCOMPARE(statusOf(m_path).st_mode & 07777, 0644);
        QCOMPARE(contentOf(m_path), "new");
    }

    void a_link_stays_a_link_data()
    {
        QTest::addColumn<QString>("target");
        QTest::newRow("relative") << QStringLiteral("lib.rs");
        QTest::newRow("through another") << QStringLiteral("second");
        QTest::newRow("to what is not there yet") << QStringLiteral("later.rs");
    }
    void a_link_stays_a_link()
    {
        QFETCH(QString, target);
        const QString link = m_home->filePath(QStringLiteral("link"));
        QCOMPARE(symlink("lib.rs", QFile::encodeName(m_home->filePath(QStringLiteral("second"))).constData()), 0);
        QCOMPARE(symlink(target.toUtf8().constData(), QFile::encodeName(link).constData()), 0);
        QVERIFY(!saveAccess(link).isReadOnly());
        QVERIFY(saveUserFile(link, "new"));
        QVERIFY(S_ISLNK(statusOf(link).st_mode));
        QCOMPARE(contentOf(m_home->filePath(target)), "new");
    }

    void a_link_is_as_read_only_as_its_file()
    {
        const QString link = m_home->filePath(QStringLiteral("link"));
        QVERIFY(QFile::link(m_path, link));
        change(m_path, 0444);
        QVERIFY(saveAccess(link).canBeMadeWritable);
        QVERIFY(!saveUserFile(link, "new"));
        QVERIFY(makeWritable(link));
        QVERIFY(saveUserFile(link, "new"));
        QCOMPARE(contentOf(m_path), "new");
    }

    // With a pipe of its own, which stands for any device: a fault here must not replace one of the machine's.
    void links_in_a_circle_and_to_what_is_no_file_are_refused()
    {
        const QString circle = m_home->filePath(QStringLiteral("circle"));
        QCOMPARE(symlink("circle", QFile::encodeName(circle).constData()), 0);
        QVERIFY(saveAccess(circle).isReadOnly());
        QVERIFY(!saveUserFile(circle, "new"));
        const QString pipe = m_home->filePath(QStringLiteral("pipe"));
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        const QString link = m_home->filePath(QStringLiteral("link"));
        QVERIFY(QFile::link(pipe, link));
        QVERIFY(saveAccess(link).isReadOnly());
        QVERIFY(!saveUserFile(link, "new"));
        QVERIFY(S_ISFIFO(statusOf(pipe).st_mode));
    }

    void a_pipe_that_is_named_is_written_to_and_stays()
    {
        const QString pipe = m_home->filePath(QStringLiteral("pipe"));
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QVERIFY(!saveAccess(pipe).isReadOnly());
        QVERIFY(!saveUserFile(pipe, "new")); // nobody reads it, and it does not wait
        const int reader = open(QFile::encodeName(pipe).constData(), O_RDONLY | O_NONBLOCK);
        QVERIFY(saveUserFile(pipe, "new"));
        char read[8] = {};
        QCOMPARE(::read(reader, read, sizeof read), 3);
        close(reader);
        QVERIFY(S_ISFIFO(statusOf(pipe).st_mode));
        QVERIFY(!saveUserFile(m_home->path(), "new"));
    }

    void a_copy_of_a_file_is_written_by_the_same_rules()
    {
        const QString from = m_home->filePath(QStringLiteral("from"));
        const QByteArray content = QByteArray(3'000'001, 'c') + "end"; // of more than one chunk
        QVERIFY(saveUserFile(from, content));
        const QString other = m_home->filePath(QStringLiteral("other"));
        QCOMPARE(link(QFile::encodeName(m_path).constData(), QFile::encodeName(other).constData()), 0);
        QVERIFY(saveUserCopy(m_path, from));
        QVERIFY(contentOf(other) == content);
        change(m_path, 0444);
        QCOMPARE(saveUserCopy(m_path, from).error().code, ErrorCode::PermissionDenied);
        QCOMPARE(saveUserCopy(m_path, m_home->path()).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(saveUserCopy(m_path, m_home->filePath(QStringLiteral("none"))).error().code, ErrorCode::Unavailable);
    }

    void more_than_a_pipe_holds_is_written_as_fast_as_it_is_read()
    {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        QVERIFY(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0); // as a program may be given one
        std::jthread reader([end = ends[0]] {
            char bytes[4096];
            while (read(end, bytes, sizeof bytes) > 0) {
            }
        });
        const auto saved = saveUserFile(QStringLiteral("/dev/fd/%1").arg(ends[1]), QByteArray(1'000'000, 'x'));
        close(ends[1]);
        reader.join();
        close(ends[0]);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
    }

    void a_file_that_may_not_be_read_is_not_overwritten()
    {
        change(m_path, 0222);
        change(m_home->path(), 0555);
        {
            const OrdinaryUser user;
            if (faccessat(AT_FDCWD, QFile::encodeName(m_path).constData(), R_OK, AT_EACCESS) == 0) {
                QSKIP("this user may read every file");
            }
            const SaveAccess access = saveAccess(m_path);
            QCOMPARE(access.obstacle, QStringLiteral("you may not read it, so what is in it could be lost"));
            QVERIFY(!access.canBeMadeWritable);
            QCOMPARE(saveUserFile(m_path, "new").error().code, ErrorCode::PermissionDenied);
        }
        change(m_home->path(), 0755);
        change(m_path, 0644);
        QCOMPARE(contentOf(m_path), "old");
    }

    void hard_links_stay()
    {
        const QString other = m_home->filePath(QStringLiteral("other"));
        QCOMPARE(link(QFile::encodeName(m_path).constData(), QFile::encodeName(other).constData()), 0);
        QVERIFY(saveUserFile(m_path, "a longer text than it was"));
        QCOMPARE(contentOf(other), "a longer text than it was");
        QVERIFY(saveUserFile(m_path, "short"));
        QCOMPARE(contentOf(other), "short");
        QCOMPARE(statusOf(m_path).st_ino, statusOf(other).st_ino);
    }

    void extended_attributes_stay()
    {
        const QByteArray path = QFile::encodeName(m_path);
        if (setxattr(path.constData(), "user.origin", "here", 4, 0) != 0) {
            QSKIP("this file system has no extended attributes");
        }
        QVERIFY(saveUserFile(m_path, "new"));
        char value[8] = {};
        QCOMPARE(getxattr(path.constData(), "user.origin", value, sizeof value), 4);
        QCOMPARE(QByteArray(value), "here");
    }

    void where_the_folder_cannot_be_written_the_file_is_saved_in_place()
    {
        change(m_path, 0666);
        change(m_home->path(), 0555);
        const auto before = statusOf(m_path);
        {
            const OrdinaryUser user;
            QVERIFY(!saveAccess(m_path).isReadOnly());
            const auto saved = saveUserFile(m_path, "new");
            QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
            const QString missing = m_home->filePath(QStringLiteral("new.rs"));
            QCOMPARE(saveAccess(missing).obstacle, QStringLiteral("its folder is read-only"));
            QVERIFY(!saveUserFile(missing, "new"));
        }
        QCOMPARE(contentOf(m_path), "new");
        QCOMPARE(statusOf(m_path).st_ino, before.st_ino);
        QCOMPARE(statusOf(m_path).st_mode, before.st_mode);
        change(m_home->path(), 0755);
    }

    void another_users_file_stays_the_other_users()
    {
        change(m_path, 0666);
        const auto before = statusOf(m_path);
        {
            const OrdinaryUser user;
            const auto saved = saveUserFile(m_path, "new");
            QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        }
        QCOMPARE(statusOf(m_path).st_uid, before.st_uid);
        QCOMPARE(statusOf(m_path).st_gid, before.st_gid);
        QCOMPARE(statusOf(m_path).st_mode, before.st_mode);
        QCOMPARE(contentOf(m_path), "new");
        QCOMPARE(names(), QStringList{QStringLiteral("lib.rs")});
    }

    void another_users_file_that_may_only_be_read_is_said_to_be_so()
    {
        if (!OrdinaryUser::isSuperuser()) {
            QSKIP("only the superuser can make a file that is another user's");
        }
        change(m_path, 0644);
        const OrdinaryUser user;
        const SaveAccess access = saveAccess(m_path);
        QCOMPARE(access.obstacle, QStringLiteral("it belongs to another user, and you may only read it"));
        QVERIFY(!access.canBeMadeWritable);
        const auto saved = saveUserFile(m_path, "new");
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::PermissionDenied);
        const auto made = makeWritable(m_path);
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::PermissionDenied);
        QCOMPARE(contentOf(m_path), "old");
    }

    void a_folder_that_is_missing_is_said()
    {
        const auto saved = saveUserFile(QStringLiteral("/proc/none/file"), "x");
        QCOMPARE(saved.error().code, ErrorCode::Unavailable);
        QCOMPARE(saved.error().message, QStringLiteral("Could not save /proc/none/file: its folder is missing."));
    }
};

QTEST_GUILESS_MAIN(TestUserFile)
#include "tst_user_file.moc"
