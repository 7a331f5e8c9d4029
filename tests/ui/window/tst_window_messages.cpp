// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of the program's own state: processes that an earlier run left behind, damaged files, and
// records that cannot be written. Real processes, a real disk that is full.
#include "core/base/private_json.h"
#include "core/base/uuid7.h"
#include "core/platform/execution_recorder.h"
#include "core/process/process.h"
#include "tests/support/marked_processes.h"
#include "tests/support/own_mounts.h"
#include "tests/ui/window/studio.h"
#include "ui/common/banner.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_view.h"
#include "ui/mainwindow/start_messages.h"

#include <QApplication>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;
bool hasOwnMounts = false; // set before there are threads

const AppId hello{u"org"_s, u"hello"_s};

Execution ended(qsizetype bodyBytes)
{
    Execution one;
    one.id = uuid7();
    one.app = hello;
    one.status = ExecutionStatus::Succeeded;
    one.request = {.method = "POST", .target = "/", .headers = {{"x", "y"}}, .body = QByteArray(bodyBytes, 'b')};
    one.response.status = 200;
    return one;
}

} // namespace

class TestWindowMessages : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<StartMessages> m_messages;
    std::unique_ptr<Studio> m_studio;

    [[nodiscard]] MainWindow &window() const { return m_studio->window; }
    [[nodiscard]] QString bannerText() const
    {
        return window().banner()->isVisible() ? window().banner()->text() : QString();
    }
    [[nodiscard]] QString consoleText() const
    {
        const ConsoleView *const view = window().console()->view();
        QStringList lines;
        for (qint64 line = view->buffer().firstLine(); line < view->buffer().endLine(); ++line) {
            lines << view->text(line);
        }
        return lines.join(u'\n');
    }
    void open()
    {
        m_studio = std::make_unique<Studio>(m_home->path());
        window().show();
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
    }
    void close()
    {
        m_studio.reset();
        m_messages.reset();
    }

private Q_SLOTS:
    void initTestCase() { qputenv("STUDIO_PROCESS_ISOLATION", "subreaper"); } // as on a system without namespaces
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_messages = std::make_unique<StartMessages>();
    }
    void cleanup()
    {
        close();
        m_home.reset();
    }

    /// The first of all: a program looks for them once.
    void processes_of_an_earlier_run_that_were_ended_are_said_in_the_console()
    {
        const QByteArray mark = newMark();
        QProcess host;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"TEST_MARK"_s, QString::fromLatin1(mark));
        host.setProcessEnvironment(environment);
        host.start(QStringLiteral(PROCESS_HOST), {u"2"_s, u"(setsid sleep 1000 &); sleep 1000"_s});
        QVERIFY(host.waitForReadyRead(patience));
        QVERIFY(killWithSupervisors(static_cast<pid_t>(host.processId())) >= 4); // it, its supervisor, two shims
        QVERIFY(host.waitForFinished(patience));
        QVERIFY2(!markedProcesses(mark).isEmpty(), "nothing is left, so this shows nothing");

        open();
        QVERIFY(consoleText().isEmpty());
        // Said on another thread, and before the window can be told.
        const std::unique_ptr<QThread> thread(
            QThread::create([] { (void)QCoro::waitFor(runProcess({.program = u"/bin/true"_s, .arguments = {}})); }));
        thread->start();
        QVERIFY(thread->wait(patience));
        QTRY_VERIFY2(markedProcesses(mark).isEmpty(), described(markedProcesses(mark)));
        QCoreApplication::processEvents();
        QVERIFY(consoleText().isEmpty());
        m_messages->showIn(&window());
        QTRY_VERIFY2(consoleText().contains(u"Processes that an earlier run had left behind were ended: "_s),
                     qPrintable(consoleText()));
        QVERIFY(bannerText().isEmpty()); // nothing is to be done about it
        QTRY_VERIFY(window().console()->view()->isVisible());
    }

    void damaged_files_are_said_in_the_banner()
    {
        const auto damage = [this](const QString &name) {
            QFile file(m_home->filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("{");
            file.close();
            (void)readPrivateJson(file.fileName(), 1 << 10, [](const JsonReader &document) { return document.text(); });
        };
        damage(u"early.json"_s);
        open();
        damage(u"second.json"_s);
        m_messages->showIn(&window());
        QTRY_VERIFY2(bannerText().contains(u"early.json is damaged"_s), qPrintable(bannerText()));
        QVERIFY2(bannerText().contains(u"second.json is damaged"_s), qPrintable(bannerText()));
        damage(u"late.json"_s);
        QTRY_VERIFY2(bannerText().contains(u"late.json is damaged"_s), qPrintable(bannerText()));
        close();
        damage(u"after.json"_s); // nobody is there to be told
    }

    void records_that_cannot_be_written_are_said_once_with_the_reason()
    {
        QVERIFY(QDir().mkpath(m_home->filePath(u"data"_s)));
        SmallDisk disk(m_home->filePath(u"data"_s), 24);
        if (!hasOwnMounts || !disk.isThere()) {
            QSKIP("no disk of one's own may be mounted here");
        }
        const auto closed = qScopeGuard([this] { close(); });
        open();
        ExecutionRecorder *const recorder = m_studio->platform.recorder();
        QSignalSpy said(&m_studio->platform, &ComputeService::recordsNotWritten);
        recorder->end(ended(100));
        QVERIFY(QCoro::waitFor(recorder->flush()));
        QVERIFY2(bannerText().isEmpty(), qPrintable(bannerText()));

        disk.fill();
        recorder->end(ended(1 << 20)); // more than its files may still have room for
        QTRY_VERIFY_WITH_TIMEOUT(!bannerText().isEmpty(), patience);
        const QString words = bannerText();
        QVERIFY2(words.contains(u"Records of calls cannot be written"_s), qPrintable(words)); // what happened
        QVERIFY2(words.contains(u"the disk is full"_s), qPrintable(words));                   // why
        QVERIFY2(words.contains(m_home->filePath(u"data"_s)), qPrintable(words));             // where
        QVERIFY2(words.contains(u"Free some space"_s), qPrintable(words));                    // what to do

        window().banner()->findChild<QToolButton *>()->click(); // once is enough
        QVERIFY(bannerText().isEmpty());
        for (int i = 0; i < 3; ++i) {
            recorder->end(ended(100));
            QVERIFY(!QCoro::waitFor(recorder->flush()));
            QCoreApplication::processEvents();
            QVERIFY2(bannerText().isEmpty(), qPrintable(bannerText()));
        }
        QCOMPARE(said.size(), 1);

        disk.makeRoom();
        QVERIFY(QCoro::waitFor(recorder->flush()));
        const auto stats = QCoro::waitFor(recorder->run([](Executions &all) { return all.stats(hello); }));
        QCOMPARE(stats->total, 5); // none was lost
        // Again full, and said again; where it is still said when there is room, it is taken back.
        disk.fill();
        recorder->end(ended(1 << 20));
        QTRY_VERIFY_WITH_TIMEOUT(!bannerText().isEmpty(), patience);
        QCOMPARE(said.size(), 2);
        disk.makeRoom();
        QVERIFY(QCoro::waitFor(recorder->flush()));
        QTRY_VERIFY2(bannerText().isEmpty(), qPrintable(bannerText()));
    }
};

int main(int argc, char **argv)
{
    hasOwnMounts = haveOwnMounts();
    QApplication app(argc, argv);
    TestWindowMessages test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window_messages.moc"
