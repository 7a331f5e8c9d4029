// SPDX-License-Identifier: GPL-3.0-or-later
// The handler contract, row by row (rows.json): the native binary alone, the component under plain `wasmtime serve`,
// and both through the platform. The same rows under the window are in tst_handler_contract_window. What a way does not
// promise (limits without the platform, requests that its client cannot send) the row leaves out.
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/store/store.h"
#include "tests/contract/handler/bare_server.h"
#include "tests/contract/handler/contract_table.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QCoroTask>

#include <map>

using namespace studio;
using namespace studio::test;

namespace {

const QStringList columns{QStringLiteral("native"), QStringLiteral("wasmtime"), QStringLiteral("platform native"),
                          QStringLiteral("platform wasm")};

/// Whether so many calls each got an answer with an id that no other has.
QString checkIds(const QList<QByteArray> &bodies)
{
    const QSet<QByteArray> distinct(bodies.begin(), bodies.end());
    for (const QByteArray &body : distinct) {
        if (body.size() != 38) { // a UUID as a JSON text
            return QStringLiteral("one answer is %1").arg(QString::fromUtf8(body));
        }
    }
    return distinct.size() == bodies.size() ? QString()
                                            : QStringLiteral("only %1 ids are distinct").arg(distinct.size());
}

} // namespace

class TestHandlerContract : public QObject
{
    Q_OBJECT

    QTemporaryDir m_data;
    Paths m_paths = testPaths();
    Compiler m_compiler{m_paths};
    HttpClient m_client;
    std::unique_ptr<LocalPlatform> m_platform;
    std::map<std::pair<QString, QString>, std::unique_ptr<BareServer>> m_bare; ///< by way and handler
    ContractTable m_table;
    QList<Row> m_rows;

    static AppId idOf(const QString &handler, RustTarget target)
    {
        return {QStringLiteral("org"),
                QString(handler).remove(QLatin1Char('@')) + QLatin1Char('-') + targetName(target)};
    }

    void publish(const QString &handler, RustTarget target)
    {
        App app;
        app.id = idOf(handler, target);
        app.target = target;
        app.memoryMb = 256;
        app.timeoutSecs = handler == QLatin1String("wild") ? 2 : 30;
        app.environment = {{QStringLiteral("GREETING"), QStringLiteral("Moin")}};
        Told told;
        QVERIFY(QCoro::waitFor(m_platform->createApp(app)));
        QVERIFY(QCoro::waitFor(m_platform->saveDraft(app.id, folderOf(handler))));
        const auto compiled = QCoro::waitFor(m_platform->compileDraft(app.id, told.observer()));
        QVERIFY2(compiled, compiled ? "" : qPrintable(compiled.error().message + told.text()));
        QVERIFY(QCoro::waitFor(m_platform->publishDraft(app.id)));
    }

    /// The very artifact that is published, alone.
    BareServer *bare(const QString &way, const QString &handler)
    {
        auto &server = m_bare[{way, handler}];
        if (!server) {
            const auto version = QCoro::waitFor(m_platform->getVersion(idOf(handler, targetOf(way)), 1));
            const auto store = Store::open(m_paths.data);
            const auto artifact = version && store ? (*store)->blob(version->artifactHash) : Result<QString>();
            auto started = BareServer::start(targetOf(way), artifact.value_or(QString()));
            if (!started) {
                qWarning("%s", qPrintable(started.error().message));
                return nullptr;
            }
            server = std::move(*started);
        }
        return server.get();
    }

    QString runBare(const Row &row, const QString &way)
    {
        BareServer *const server = bare(way, row.handler);
        if (!server) {
            return QStringLiteral("it does not start");
        }
        const QByteArray wire = onTheWire(row);
        if (row.parallel > 1) {
            return checkIds(server->callAtOnce(wire, row.parallel));
        }
        if (row.leaves) {
            server->leave(wire);
            const Seen after = server->call("GET /after HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
            return after.response.status == 200 ? QString() : QStringLiteral("the next call is not answered");
        }
        return check(row, server->call(wire));
    }

    QString runThroughPlatform(const Row &row, const QString &way)
    {
        const AppId id = idOf(row.handler, targetOf(way));
        Seen seen;
        QString executionId;
        const InvokeObserver observer{.lines = [&](const QList<LogLine> &lines) {
            for (const LogLine &line : lines) {
                seen.log += line.executionId.toUtf8() + '|' + line.text + '\n';
            }
        }};
        std::vector<Task<Invocation>> calls;
        for (int at = 0; at < row.parallel; ++at) {
            calls.push_back(m_platform->invoke(id, {}, row.request, observer));
        }
        QList<QByteArray> bodies;
        for (auto &call : calls) {
            const auto answer = QCoro::waitFor(call);
            if (!answer) {
                return answer.error().message;
            }
            executionId = answer->executionId;
            seen.response = answer->response;
            bodies << answer->response.body;
        }
        if (row.parallel > 1) {
            return checkIds(bodies);
        }
        // A stream that broke off is the platform's own 500.
        seen.broken = row.expected["broken"].boolean() && seen.response.status == 500;
        const QString difference = check(row, seen);
        if (difference.isEmpty() && row.expected.contains("log") && !seen.log.contains(executionId.toUtf8() + '|')) {
            return QStringLiteral("no line has the execution's id: %1").arg(QString::fromUtf8(seen.log));
        }
        return difference;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_paths.data = m_data.path();
        m_platform = std::make_unique<LocalPlatform>(m_paths, &m_compiler, &m_client);
        const auto rows = readRows(sourcePath("/tests/contract/handler/rows.json"));
        QVERIFY2(rows, rows ? "" : qPrintable(rows.error().message));
        m_rows = *rows;
        QVERIFY(m_rows.size() >= 80);
        QSet<QString> handlers;
        for (const Row &row : std::as_const(m_rows)) {
            handlers.insert(row.handler);
        }
        for (const QString &handler : std::as_const(handlers)) {
            publish(handler, RustTarget::Native);
            publish(handler, RustTarget::Wasm);
        }
    }

    void row_data()
    {
        QTest::addColumn<qsizetype>("at");
        for (qsizetype at = 0; at < m_rows.size(); ++at) {
            QTest::newRow(qPrintable(m_rows[at].name)) << at;
        }
    }
    void row()
    {
        QFETCH(qsizetype, at);
        const Row &row = m_rows[at];
        QStringList differences;
        for (const QString &way : row.ways) {
            if (!columns.contains(way)) {
                continue;
            }
            const bool isBare = !way.startsWith(QLatin1String("platform"));
            const QString difference = isBare ? runBare(row, way) : runThroughPlatform(row, way);
            m_table.add(row, way, difference.isEmpty());
            if (!difference.isEmpty()) {
                differences << way + QStringLiteral(": ") + difference;
            }
        }
        QVERIFY2(differences.isEmpty(), qPrintable(differences.join(QLatin1Char('\n'))));
    }

    void cleanupTestCase()
    {
        QVERIFY(m_table.write(QStringLiteral(STUDIO_CONTRACT_TABLE), columns, m_rows));
        m_bare.clear();
        m_platform.reset();
    }
};

QTEST_GUILESS_MAIN(TestHandlerContract)
#include "tst_handler_contract.moc"
