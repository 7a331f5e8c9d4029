// SPDX-License-Identifier: GPL-3.0-or-later
// Folders that come when the system lets this user watch no more of them.
#include "core/workspace/source_watcher.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QSignalSpy>

#include <sched.h>
#include <unistd.h>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

bool hasOwnLimit = false;

/// A user namespace has a limit of its own below that of the system.
bool haveOwnLimit()
{
    const QByteArray user = QByteArray::number(::geteuid());
    const auto write = [](const char *path, const QByteArray &text) {
        QFile file(QString::fromLatin1(path));
        return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write(text) == text.size();
    };
    return ::unshare(CLONE_NEWUSER) == 0 && write("/proc/self/uid_map", "0 " + user + " 1");
}

bool setMaxWatches(int count)
{
    QFile file(u"/proc/sys/user/max_inotify_watches"_s);
    const QByteArray text = QByteArray::number(count);
    return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write(text) == text.size();
}

} // namespace

class TestWatchLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasOwnLimit || !setMaxWatches(100)) {
            QSKIP("The system gives this user no user namespace with a limit of its own.");
        }
    }

    void a_project_with_too_many_folders_cannot_be_watched()
    {
        const TestProject project("one");
        QVERIFY(setMaxWatches(1));
        const auto watcher = SourceWatcher::watch(project.path());
        QVERIFY(!watcher);
        QCOMPARE(watcher.error().code, ErrorCode::ResourceExhausted);
    }

    void a_folder_that_comes_at_the_limit_is_told_once()
    {
        const TestProject project("one");
        QVERIFY(setMaxWatches(2)); // the project and src
        auto watcher = SourceWatcher::watch(project.path());
        QVERIFY2(watcher, watcher ? "" : qPrintable(watcher.error().message));
        QSignalSpy incomplete(watcher->get(), &SourceWatcher::incomplete);
        QSignalSpy changed(watcher->get(), &SourceWatcher::changed);
        project.add(u"src/new/mod.rs"_s, "x");
        QTRY_COMPARE(incomplete.size(), 1);
        const auto error = incomplete.first().first().value<Error>();
        QCOMPARE(error.code, ErrorCode::ResourceExhausted);
        QVERIFY2(error.message.contains(u"src/new"_s), qPrintable(error.message));
        project.add(u"src/other/mod.rs"_s, "x");
        const auto isTold = [&](const QString &file) {
            return std::ranges::any_of(changed,
                                       [&](const auto &one) { return one.first().toStringList().contains(file); });
        };
        QTRY_VERIFY(isTold(u"src/other"_s));
        project.add(u"src/lib.rs"_s, "y"); // all else is seen
        QTRY_VERIFY(isTold(u"src/lib.rs"_s));
        QCOMPARE(incomplete.size(), 1);
    }

    void a_receiver_may_destroy_the_watcher()
    {
        const TestProject project("one");
        QVERIFY(setMaxWatches(2));
        auto watcher = SourceWatcher::watch(project.path());
        QVERIFY(watcher);
        connect(watcher->get(), &SourceWatcher::incomplete, this, [&] { watcher->reset(); });
        project.add(u"src/new/mod.rs"_s, "x");
        QTRY_VERIFY(!*watcher);
    }
};

/// Before there is a second thread, which would keep the namespace of the system.
int main(int argc, char **argv)
{
    hasOwnLimit = haveOwnLimit();
    QCoreApplication app(argc, argv);
    TestWatchLimit test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_watch_limit.moc"
