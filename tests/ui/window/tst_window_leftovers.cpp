// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of processes that an earlier run has left behind. Real processes.
#include "core/process/process.h"
#include "tests/support/marked_processes.h"
#include "tests/ui/window/studio.h"
#include "ui/shell/notice_presenter.h"

#include <QCoroTask>
#include <QProcess>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int waitTimeout = 30'000; ///< in ms

} // namespace

class TestWindowLeftovers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("STUDIO_PROCESS_ISOLATION", "subreaper"); } // as on a system without namespaces

    /// Alone in its program, which looks for them once.
    void processes_of_an_earlier_run_that_were_ended_are_said_in_the_console()
    {
        const QByteArray mark = newMark();
        QProcess host;
        const auto ended = qScopeGuard([&] { // what the window has not ended
            host.kill();
            endMarked(mark);
            host.waitForFinished();
            (void)haveEnded(mark);
        });
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"TEST_MARK"_s, QString::fromLatin1(mark));
        host.setProcessEnvironment(environment);
        host.start(QStringLiteral(PROCESS_HOST), {u"2"_s, u"(setsid sleep 1000 &); sleep 1000"_s});
        QVERIFY(host.waitForReadyRead(waitTimeout));
        QVERIFY(killWithSupervisors(static_cast<pid_t>(host.processId())) >= 4); // it, its supervisor, two shims
        QVERIFY(host.waitForFinished(waitTimeout));
        QVERIFY2(!markedProcesses(mark).isEmpty(), "nothing is left, so this shows nothing");

        const QTemporaryDir home;
        NoticePresenter presenter;
        const auto studio = std::make_unique<Studio>(home.path());
        studio->window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&studio->window));
        QVERIFY(studio->consoleText().isEmpty());
        // Said on another thread, and before the window can be told.
        const std::unique_ptr<QThread> thread(
            QThread::create([] { (void)QCoro::waitFor(runProcess({.program = u"/bin/true"_s, .arguments = {}})); }));
        thread->start();
        QVERIFY(thread->wait(waitTimeout));
        QVERIFY2(haveEnded(mark), described(markedProcesses(mark)));
        QCoreApplication::processEvents();
        QVERIFY(studio->consoleText().isEmpty());
        studio->composed.show(&presenter);
        QTRY_VERIFY2(studio->consoleText().contains(u"Processes that an earlier run had left behind were ended: "_s),
                     qPrintable(studio->consoleText()));
        QVERIFY(studio->bannerText().isEmpty()); // nothing is to be done about it
        QTRY_VERIFY(studio->console()->view()->isVisible());
    }
};

QTEST_MAIN(TestWindowLeftovers)
#include "tst_window_leftovers.moc"
