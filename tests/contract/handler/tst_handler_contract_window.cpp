// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the handler contract that a person can send, under the real window: its project is opened, Run is
// pressed, the request is typed into the invoke pane and sent, and the answer read off the window.
#include "core/project/project.h"
#include "tests/contract/handler/contract_table.h"
#include "tests/contract/handler/window_caller.h"
#include "tests/support/slowness.h"
#include "tests/ui/window/studio.h"
#include "ui/invoke/invoke_pane.h"

#include <QCoroTask>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::test;

namespace {

const QStringList columns{QStringLiteral("window native"), QStringLiteral("window wasm")};
constexpr int linesMayTake = 5'000 * slowness; ///< the lines of a call reach the window beside its answer

} // namespace

class TestHandlerContractWindow : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    std::unique_ptr<Studio> m_studio;
    std::unique_ptr<WindowCaller> m_caller;
    QList<Row> m_rows;
    ContractTable m_table;
    QString m_handler; ///< the open one
    QString m_way;     ///< in which it runs
    QString m_trouble; ///< why it does not

    /// Opens a copy of the handler's sources. Its app has what `ignite app create` would have given it.
    void open(const QString &handler)
    {
        const QString folder = m_home.filePath(QString(handler).replace(QLatin1Char('@'), QStringLiteral("example-")));
        QVERIFY(copySample(folderOf(handler), folder));
        const auto project = readProject(folder);
        QVERIFY2(project, project ? "" : qPrintable(project.error().message));
        App app;
        app.id = {QStringLiteral("org"), project->name};
        app.memoryMb = 256;
        app.timeoutSecs = handler == QLatin1String("wild") ? 2 : 30;
        app.environment = {{QStringLiteral("GREETING"), QStringLiteral("Moin")}};
        (void)QCoro::waitFor(m_studio->platform.createApp(app)); // two of the handlers may have one name
        m_studio->open(folder);
    }

    /// Whether the handler runs in this way; compiled at most once for each.
    QString bringUp(const QString &handler, const QString &way)
    {
        if (m_handler != handler) {
            open(handler);
        }
        if (m_handler != handler || m_way != way) {
            m_studio->action(targetOf(way) == RustTarget::Native ? "target.native" : "target.wasm")->trigger();
            m_trouble = m_caller->run();
            m_handler = handler;
            m_way = way;
        }
        return m_trouble;
    }

    QString differenceOf(const Row &row)
    {
        const bool breaks = row.expected["broken"].boolean();
        const auto difference = [&] {
            Seen seen = m_caller->answer();
            const Invocation &invocation = m_studio->invoke()->lastInvocation();
            // A stream that broke off is the platform's own 500, and said.
            seen.broken = breaks && invocation.error && seen.response.status == 500 && !m_caller->banner().isEmpty();
            const QString shown = check(row, seen);
            seen.log = m_caller->consoleLines();
            const QString inConsole = check(row, seen);
            return shown.isEmpty() && !inConsole.isEmpty() ? QStringLiteral("the console: ") + inConsole : shown;
        };
        QString last;
        const auto isAsPromised = [&] {
            last = difference();
            return last.isEmpty();
        };
        (void)QTest::qWaitFor(isAsPromised, row.expected.contains("log") ? linesMayTake : 0);
        return last;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto rows = readRows(sourcePath("/tests/contract/handler/rows.json"));
        QVERIFY2(rows, rows ? "" : qPrintable(rows.error().message));
        m_rows = *rows;
        m_studio = std::make_unique<Studio>(m_home.path(), testCache());
        m_studio->window.show();
        QVERIFY(QTest::qWaitForWindowActive(&m_studio->window));
        m_caller = std::make_unique<WindowCaller>(m_studio.get());
    }

    void row_data()
    {
        QTest::addColumn<qsizetype>("at");
        QTest::addColumn<QString>("way");
        QStringList handlers; // each is opened once, and compiled once for each way
        for (const Row &row : std::as_const(m_rows)) {
            handlers << (handlers.contains(row.handler) ? QStringList() : QStringList(row.handler));
        }
        for (const QString &handler : std::as_const(handlers)) {
            for (const QString &way : columns) {
                for (qsizetype at = 0; at < m_rows.size(); ++at) {
                    if (m_rows[at].handler == handler && m_rows[at].ways.contains(way)) {
                        QTest::addRow("%s: %s", qPrintable(way), qPrintable(m_rows[at].name)) << at << way;
                    }
                }
            }
        }
    }
    void row()
    {
        QFETCH(qsizetype, at);
        QFETCH(QString, way);
        const Row &row = m_rows[at];
        QString difference = bringUp(row.handler, way);
        if (difference.isEmpty()) {
            difference = m_caller->send(row.request);
        }
        if (difference.isEmpty()) {
            difference = differenceOf(row);
        }
        m_table.add(row, way, difference.isEmpty());
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

    void cleanupTestCase()
    {
        m_caller.reset();
        m_studio.reset();
        QVERIFY(m_table.write(QStringLiteral(STUDIO_CONTRACT_TABLE), columns, m_rows));
    }
};

QTEST_MAIN(TestHandlerContractWindow)
#include "tst_handler_contract_window.moc"
