// SPDX-License-Identifier: GPL-3.0-or-later
// `ignite serve` as a person runs it.
#include "core/base/json.h"
#include "core/gateway/token.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/core/gateway/raw_http.h"
#include "tests/support/marked_processes.h"
#include "tests/support/signals.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QTest>

#include <csignal>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int waitTimeout = 120'000; ///< in ms

/// The command line on folders of its own.
class Home
{
public:
    Home()
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        m_environment.insert(QStringLiteral("XDG_DATA_HOME"), m_folder.path() + QStringLiteral("/data"));
        m_environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.path() + QStringLiteral("/config"));
        m_environment.insert(QStringLiteral("XDG_CACHE_HOME"), testCache());
        // A handler gets the path of ours, and little else.
        m_environment.insert(QStringLiteral("PATH"), m_environment.value(QStringLiteral("PATH")) +
                                                         QStringLiteral(":/") + QString::fromLatin1(mark));
    }
    void start(QProcess &process, const QStringList &arguments) const
    {
        process.setProcessEnvironment(m_environment);
        process.start(QStringLiteral(STUDIO_BIN "/ignite"), arguments);
    }
    /// Its exit code.
    int run(const QStringList &arguments, QByteArray *error = nullptr) const
    {
        QProcess process;
        start(process, arguments);
        if (!process.waitForFinished(waitTimeout)) {
            return -1;
        }
        if (error) {
            *error = process.readAllStandardError();
        }
        return process.exitCode();
    }
    const QByteArray mark = newMark(); ///< of all processes that it starts
    [[nodiscard]] QString data() const { return m_folder.path() + QStringLiteral("/data/ignite-studio"); }
    [[nodiscard]] QString config() const { return m_folder.path() + QStringLiteral("/config/ignite-studio"); }

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
};

/// What `serve` says of itself.
Json told(QProcess &process)
{
    QByteArray said;
    while (!said.endsWith("}\n") && process.waitForReadyRead(waitTimeout)) {
        said += process.readAllStandardOutput();
    }
    return parseJson(said).value_or(Json::object());
}

} // namespace

class TestServe : public QObject
{
    Q_OBJECT

    Home m_home;

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(m_home.run({QStringLiteral("app"), QStringLiteral("create"), QStringLiteral("passing")}), 0);
        for (const QStringList &arguments :
             {QStringList{QStringLiteral("draft"), QStringLiteral("save"), QStringLiteral("passing"),
                          QStringLiteral("-c"), sourcePath("/tests/data/handlers/passing")},
              QStringList{QStringLiteral("draft"), QStringLiteral("compile"), QStringLiteral("passing")},
              QStringList{QStringLiteral("draft"), QStringLiteral("publish"), QStringLiteral("passing")}}) {
            QByteArray error;
            QVERIFY2(m_home.run(arguments, &error) == 0, error.constData());
        }
    }

    void it_tells_where_it_is_answers_and_leaves_nothing_running()
    {
        QProcess process;
        m_home.start(process, {QStringLiteral("-o"), QStringLiteral("json"), QStringLiteral("serve"),
                               QStringLiteral("--port"), QStringLiteral("0")});
        const Json json = told(process);
        QVERIFY(json.contains("port"));
        const auto port = static_cast<quint16>(json["port"].number());
        QCOMPARE(toQString(json["tokenFile"].utf8()), gatewayTokenFile(m_home.config()));
        QCOMPARE(QFile::permissions(gatewayTokenFile(m_home.config())) &
                     (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
                 QFile::Permissions());
        QCOMPARE(runningGateway(m_home.data()), std::optional(port));

        const QByteArray host = "passing-org.localhost:" + QByteArray::number(port);
        RawHttp called(port);
        called.send("GET /x HTTP/1.1\r\nhost: " + host + "\r\n\r\n");
        QCOMPARE(called.answer().status, 200);
        QVERIFY(markedProcesses(m_home.mark).size() > 1); // itself, and the handler

        RawHttp late(port); // in flight when Ctrl-C comes: its first piece is here
        late.send("GET /stream?pieces=2&ms=20000 HTTP/1.1\r\nhost: " + host + "\r\n\r\n");
        QCOMPARE(late.head().status, 200);
        QCOMPARE(late.chunk(), "piece 0\n");
        QVERIFY(sendSignal(process, SIGINT));
        QVERIFY(process.waitForFinished(waitTimeout));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        QCOMPARE(described(markedProcesses(m_home.mark)), "");
        QVERIFY(!RawHttp(port).isOpen());
        QVERIFY(!runningGateway(m_home.data()));
    }

    void the_command_line_keeps_the_token_from_handler_and_record()
    {
        const auto token = gatewayToken(m_home.config());
        QVERIFY(token);
        QProcess process;
        m_home.start(process,
                     {QStringLiteral("invoke"), QStringLiteral("passing"), QStringLiteral("-p"), QStringLiteral("{}"),
                      QStringLiteral("-H"), QStringLiteral("Authorization: Bearer ") + QString::fromLatin1(*token)});
        QVERIFY(process.waitForFinished(waitTimeout));
        const QByteArray answer = process.readAllStandardOutput();
        QVERIFY2(answer.contains("authorization") && !answer.contains(*token), answer.constData());
        int files = 0;
        QDirIterator each(m_home.data(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (each.hasNext()) {
            QFile file(each.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(*token), qPrintable(file.fileName()));
            ++files;
        }
        QVERIFY(files > 0);
    }

    void a_port_that_is_taken_is_said()
    {
        QProcess process;
        m_home.start(process, {QStringLiteral("-o"), QStringLiteral("json"), QStringLiteral("serve"),
                               QStringLiteral("--port"), QStringLiteral("0")});
        const QString port = QString::number(told(process)["port"].number());
        QByteArray error;
        QCOMPARE(m_home.run({QStringLiteral("serve"), QStringLiteral("--port"), port}, &error), 9);
        QVERIFY2(error.contains(port.toUtf8()), error.constData());
        QVERIFY(sendSignal(process, SIGTERM));
        QVERIFY(process.waitForFinished(waitTimeout));
    }

    void what_keeps_others_from_finding_it_is_said_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("damage");
        for (const char *file : {"gateway.lock", "gateway.json", "store.sqlite"}) {
            const QString name = QLatin1StringView(file);
            QTest::addRow("%s: folder", file) << name << QStringLiteral("mkdir -p FILE/x");
            QTest::addRow("%s: link loop", file) << name << QStringLiteral("ln -s FILE FILE");
            QTest::addRow("%s: link", file)
                << name << QStringLiteral("echo text >FILE.target && ln -s FILE.target FILE");
            QTest::addRow("%s: pipe", file) << name << QStringLiteral("mkfifo FILE");
        }
    }

    /// It runs and is found, or it ends with a sentence that names the file. Never another one is blamed.
    void what_keeps_others_from_finding_it_is_said()
    {
        QFETCH(QString, file);
        QFETCH(QString, damage);
        const Home home;
        QVERIFY(QDir().mkpath(home.data()));
        const QString path = home.data() + u'/' + file;
        QCOMPARE(QProcess::execute(QStringLiteral("sh"), {QStringLiteral("-c"), damage.replace(u"FILE"_s, path)}), 0);
        QProcess process;
        home.start(process, {u"-o"_s, u"json"_s, u"serve"_s, u"--port"_s, u"0"_s});
        const Json json = told(process);
        if (json.contains("port")) {
            QCOMPARE(runningGateway(home.data()), std::optional(static_cast<quint16>(json["port"].number())));
            QVERIFY(sendSignal(process, SIGTERM));
            QVERIFY(process.waitForFinished(waitTimeout));
            QCOMPARE(process.readAllStandardError(), "");
            return;
        }
        QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished(waitTimeout));
        const QByteArray error = process.readAllStandardError();
        QVERIFY2(error.contains(path.toUtf8()) && error.contains("Move it away"), error.constData());
        QVERIFY2(process.exitCode() >= 7, error.constData()); // not a mistake of the line
        if (file == u"store.sqlite") {
            QCOMPARE(process.exitCode(), home.run({u"app"_s, u"list"_s})); // the same error of every command
        }
    }

    void another_one_on_the_same_store_is_said()
    {
        const QStringList serve{u"-o"_s, u"json"_s, u"serve"_s, u"--port"_s, u"0"_s};
        QProcess first;
        m_home.start(first, serve);
        const Json found = told(first);
        QProcess second;
        m_home.start(second, serve);
        const Json json = told(second);
        QVERIFY(json.contains("port"));
        QByteArray said;
        second.setReadChannel(QProcess::StandardError);
        said += second.readAllStandardError();
        while (!said.contains('\n') && second.waitForReadyRead(waitTimeout)) {
            said += second.readAllStandardError();
        }
        QVERIFY2(said.contains("Another one runs on the same store"), said.constData());
        QCOMPARE(runningGateway(m_home.data()), std::optional(static_cast<quint16>(found["port"].number())));
        for (QProcess *process : {&first, &second}) {
            QVERIFY(sendSignal(*process, SIGTERM));
            QVERIFY(process->waitForFinished(waitTimeout));
        }
    }

    void help_names_the_token_file()
    {
        QProcess process;
        m_home.start(process, {QStringLiteral("serve"), QStringLiteral("--help")});
        QVERIFY(process.waitForFinished(waitTimeout));
        QVERIFY(process.readAllStandardOutput().contains(gatewayTokenFile(m_home.config()).toUtf8()));
    }
};

QTEST_GUILESS_MAIN(TestServe)
#include "tst_serve.moc"
