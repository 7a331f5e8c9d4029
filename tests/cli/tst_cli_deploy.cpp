// SPDX-License-Identifier: GPL-3.0-or-later
// Deploying from the command line: here, at a gateway, and interrupted.
#include "tests/cli/cli_test.h"
#include "tests/support/signals.h"

#include <csignal>

using namespace studio;
using namespace studio::test;

class TestCliDeploy : public CliTest
{
    Q_OBJECT

    /// The names of other processes that work in this folder, or were given it.
    static QStringList processesOf(const QString &folder, qint64 without)
    {
        QStringList names;
        for (const QString &entry : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
            QFile arguments(QStringLiteral("/proc/%1/cmdline").arg(entry));
            QFile name(QStringLiteral("/proc/%1/comm").arg(entry));
            if (entry.toLongLong() <= 0 || entry.toLongLong() == without || !arguments.open(QIODevice::ReadOnly) ||
                !name.open(QIODevice::ReadOnly)) {
                continue;
            }
            const QString where = QFileInfo(QStringLiteral("/proc/%1/cwd").arg(entry)).symLinkTarget();
            if (where.startsWith(folder) || arguments.readAll().contains(folder.toUtf8())) {
                names << QString::fromUtf8(name.readAll()).trimmed();
            }
        }
        return names;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_home.isValid()); }

    void the_five_lines_against_a_gateway()
    {
        QProcess serving;
        auto env = environment();
        env.insert(QStringLiteral("XDG_DATA_HOME"), m_home.filePath(QStringLiteral("served"))); // another machine's
        serving.setProcessEnvironment(env);
        serving.start(QStringLiteral(STUDIO_BIN "/ignite"),
                      {QStringLiteral("-o"), QStringLiteral("json"), QStringLiteral("serve"), QStringLiteral("--port"),
                       QStringLiteral("0")});
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += serving.readAllStandardOutput()).contains("}"), 30'000);
        const auto served = parseJson(said);
        QVERIFY2(served.has_value(), said);
        QFile tokenFile(toQString((*served)["tokenFile"].utf8()));
        QVERIFY(tokenFile.open(QIODevice::ReadOnly));
        const QString token = QString::fromLatin1(tokenFile.readAll().trimmed());
        const QString endpoint = toQString((*served)["address"].utf8());
        const QString given = QStringLiteral("export IGNITE_API_ENDPOINT=%1 IGNITE_TOKEN=%2; ").arg(endpoint, token);

        const QString hello = copied(studio::sourcePath("/resources/samples/rust-hello"), QStringLiteral("far"));
        QFile settings(hello + QStringLiteral("/rust-toolchain.toml"));
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.close();
        Ran last;
        for (const char *line : fiveLines) {
            last = run(given + QString::fromLatin1(line), hello);
            QVERIFY2(last.code == 0, QByteArray(line) + "\n" + last.out + last.err);
            QCOMPARE(last.err.contains("warning: rust-toolchain.toml is not used"),
                     QByteArray(line).contains(" compile "));
        }
        const auto body = parseJson(last.out);
        QVERIFY2(body.has_value(), last.out);
        QCOMPARE((*body)["message"].utf8(), std::string("hi there"));
        QVERIFY2(last.err.contains(QByteArray::fromStdString((*body)["execution_id"].utf8())), last.err);
        // The same by flags, and what the others say.
        const QString flags = QStringLiteral(" --api-endpoint %1 --token %2").arg(endpoint, token);
        QVERIFY(run(QStringLiteral("ignite version list hello") + flags).out.contains("active"));
        QVERIFY(run(QStringLiteral("ignite app logs hello") + flags).code == 0);
        QVERIFY(run(QStringLiteral("ignite execution list hello") + flags).out.contains("succeeded"));
        const Ran async = run(QStringLiteral("ignite invoke-async hello -p '{}'") + flags);
        QCOMPARE(async.code, 0);
        QCOMPARE(
            run(QStringLiteral("ignite execution watch %1").arg(QString::fromLatin1(async.out.trimmed())) + flags).code,
            0);
        QCOMPARE(run(QStringLiteral("ignite draft compile-logs hello") + flags).code, 0);
        QCOMPARE(run(QStringLiteral("ignite app get nope") + flags).code, 5);
        QCOMPARE(run(QStringLiteral("ignite app get hello --token wrong --api-endpoint ") + endpoint).code, 3);
        QCOMPARE(run(QStringLiteral("ignite app get hello --api-endpoint http://127.0.0.1:1 --token x")).code, 9);
        QCOMPARE(run(QStringLiteral("ignite secret list hello") + flags).code, 1);
        // Without an endpoint nothing of it is here: it is another store.
        QVERIFY(!run(QStringLiteral("ignite execution list")).out.contains((*body)["execution_id"].utf8().c_str()));
        serving.terminate();
        QVERIFY(serving.waitForFinished(10'000));
        QCOMPARE(serving.exitCode(), 0);
    }

    void app_deploy_creates_saves_compiles_and_publishes()
    {
        const QString hello = copied(studio::sourcePath("/resources/samples/rust-hello"), QStringLiteral("deployed"));
        const Ran first = run(QStringLiteral("ignite app deploy deployed --tier small --note one -o json"), hello);
        QVERIFY2(first.code == 0, first.out + first.err);
        QVERIFY(!first.err.contains('\x1b')); // no progress where nobody watches
        const auto version = parseJson(first.out);
        QVERIFY2(version.has_value(), first.out);
        QCOMPARE((*version)["version"].number(), 1);
        QCOMPARE((*version)["note"].utf8(), std::string("one"));
        QVERIFY(run(QStringLiteral("ignite invoke deployed -p '{}'")).out.contains("Hello from Rust!"));
        // Again: the settings that are not given stay, nothing is compiled anew, and the number goes on.
        const Ran second = run(QStringLiteral("ignite app deploy deployed --code . --timeout-secs 9 --follow"), hello);
        QVERIFY2(second.code == 0 && second.out.contains("version 2"), second.out + second.err);
        QVERIFY2(!second.err.contains("Compiling"), second.err);
        const Ran app = run(QStringLiteral("ignite app get deployed"));
        QVERIFY2(app.out.contains("small (256 MB") && app.out.contains("9 s"), app.out);
        QVERIFY2(!second.err.contains("its sources are those"), second.err.constData()); // the limits have
        const Ran again = run(QStringLiteral("ignite app deploy deployed -o json"), hello);
        QCOMPARE(again.code, 0);
        QVERIFY2(again.err.contains("its sources are those of version 2; `ignite version rollback"),
                 again.err.constData());
        QVERIFY(again.err.contains("deployed 2` makes"));
        QCOMPARE(run(QStringLiteral("ignite version rollback deployed 2")).code, 0);
        const Ran broken = run(QStringLiteral("echo 'fn x() { y }' >> src/lib.rs; ignite app deploy deployed"), hello);
        QCOMPARE(broken.code, 1);
        QVERIFY2(broken.err.contains("src/lib.rs"), broken.err);
        QVERIFY(run(QStringLiteral("ignite app get deployed -o json")).out.contains("\"activeVersion\": 2"));
    }

    void an_interrupt_ends_a_compile_and_all_that_it_started_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("Ctrl-C") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }
    void an_interrupt_ends_a_compile_and_all_that_it_started()
    {
        QFETCH(int, signal);
        const QString folder = copied(studio::sourcePath("/resources/samples/rust-hello"), QStringLiteral("cut"));
        QCOMPARE(run(QStringLiteral("ignite app create cut; ignite draft save cut -c ."), folder).code, 0);
        const QTemporaryDir cache; // everything is compiled, which takes a while
        QProcess process;
        auto env = environment();
        env.insert(QStringLiteral("XDG_CACHE_HOME"), cache.path());
        process.setProcessEnvironment(env);
        process.start(QStringLiteral(STUDIO_BIN "/ignite"),
                      {QStringLiteral("draft"), QStringLiteral("compile"), QStringLiteral("cut")});
        QVERIFY(process.waitForStarted());
        const auto left = [&] { return processesOf(cache.path(), process.processId()); };
        bool seen = false; // the first ones only say their version, and are gone at the second look
        QTRY_VERIFY_WITH_TIMEOUT((seen = seen || left().contains(QStringLiteral("rustc"))), 120'000);
        QVERIFY(sendSignal(process, signal));
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 128 + signal);
        QCOMPARE(left().join(u' '), QString());
        const auto draft = parseJson(run(QStringLiteral("ignite draft info cut -o json")).out);
        QCOMPARE((*draft)["status"].utf8(), std::string("saved"));
    }
};

QTEST_GUILESS_MAIN(TestCliDeploy)
#include "tst_cli_deploy.moc"
