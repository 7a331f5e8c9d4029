// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets from the command line to ctx.env(). Runs twice: alone, where no keychain's service may be there, and in
// tests/support/with_keychain.sh with a real one.
#include "core/base/json.h"
#include "tests/support/places.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;

namespace {

struct Ran
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

const QByteArray value = "s3cret-value/\"ü\"";

} // namespace

class TestCliSecrets : public QObject
{
    Q_OBJECT

    const bool m_hasKeychain = qEnvironmentVariableIsSet("STUDIO_TEST_KEYCHAIN");
    QTemporaryDir m_home;

    [[nodiscard]] Ran run(const char *line, const QByteArray &input = {}) const
    {
        QProcess process;
        auto env = QProcessEnvironment::systemEnvironment();
        env.insert(QStringLiteral("PATH"), QStringLiteral(STUDIO_BIN ":") + env.value(QStringLiteral("PATH")));
        env.insert(QStringLiteral("XDG_DATA_HOME"), m_home.filePath(QStringLiteral("data")));
        env.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home.filePath(QStringLiteral("config")));
        env.insert(QStringLiteral("DODIL_CONFIG_DIR"), m_home.filePath(QStringLiteral("config")));
        env.insert(QStringLiteral("XDG_CACHE_HOME"), testCache());
        if (!m_hasKeychain) {
            env.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("unix:path=/nonexistent/bus"));
        }
        process.setProcessEnvironment(env);
        process.setWorkingDirectory(m_home.path());
        process.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QString::fromUtf8(line)});
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(300'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    void write(const char *name, const QByteArray &text) const
    {
        QFile file(m_home.filePath(QString::fromLatin1(name)));
        QDir().mkpath(QFileInfo(file).path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }

    /// Files of ours that hold the value, in any of its forms.
    [[nodiscard]] QStringList leaks() const
    {
        QStringList found;
        QDirIterator files(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains("s3cret-value")) {
                found << file.fileName();
            }
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        write("secretive/Cargo.toml", "[package]\nname = \"secretive\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n"
                                      "[dependencies]\nignite = \"*\"\n");
        write(
            "secretive/src/lib.rs",
            "use ignite::prelude::*;\n\n#[ignite::main]\nasync fn handler(_req: Request, ctx: Context) -> Result<impl "
            "IntoResponse> {\n    let key = ctx.env().get(\"API_KEY\");\n    eprintln!(\"key {key:?} {}\", "
            "key.as_deref().unwrap_or(\"none\"));\n    Ok(ignite::json!({\"key\": key}))\n}\n");
        QCOMPARE(run("ignite app create secretive").code, 0);
    }

    void refusals()
    {
        QCOMPARE(run("ignite secret set secretive 2KEY", "x").code, 2);
        QCOMPARE(run("ignite secret set secretive PATH", "x").code, 2);
        QCOMPARE(run("ignite secret set secretive KEY", "").code, 2);
        QCOMPARE(run("ignite secret set secretive KEY", QByteArray("a\0b", 3)).code, 2);
        QCOMPARE(run("ignite secret set secretive KEY", QByteArray(70'000, 'x')).code, 2);
        QCOMPARE(run("ignite secret set nope KEY", "x").code, 5);
        QCOMPARE(run("ignite secret delete secretive KEY").code, 5);
        QCOMPARE(run("ignite secret set secretive KEY value", "x").code, 2); // never an argument
        QCOMPARE(run("ignite secret list secretive").out, "org:secretive has no secrets.\n");
    }

    void a_handler_gets_it_and_nothing_keeps_it()
    {
        const Ran set = run("ignite secret set secretive API_KEY", value + '\n');
        if (!m_hasKeychain) {
            QCOMPARE(set.code, 9);
            QVERIFY2(set.err.contains("was not set"), set.err);
            // A name without a value would end every call.
            QCOMPARE(run("ignite secret list secretive").out, "org:secretive has no secrets.\n");
            QCOMPARE(leaks(), QStringList());
            return;
        }
        QVERIFY2(set.code == 0, set.err);
        QCOMPARE(run("ignite secret list secretive").out, "API_KEY\n");
        const Ran deployed = run("ignite app deploy secretive --code secretive");
        QVERIFY2(deployed.code == 0, deployed.err);
        const Ran called = run("ignite invoke secretive -p '{}'");
        QVERIFY2(called.code == 0, called.err);
        QCOMPARE((*parseJson(called.out))["key"].utf8(), value.toStdString());
        const Ran record = run("ignite -o json execution list secretive && ignite app logs secretive");
        QVERIFY2(record.code == 0 && record.out.contains("•••"), record.out + record.err);
        QVERIFY2(!record.out.contains("s3cret-value"), record.out);
        QCOMPARE(leaks(), QStringList());
    }

    void a_changed_and_a_deleted_one()
    {
        if (!m_hasKeychain) {
            QSKIP("Needs a keychain, which tst_cli_secrets_keychain has.");
        }
        QCOMPARE(run("ignite secret set secretive API_KEY", "another").code, 0);
        QVERIFY(run("ignite invoke secretive -p '{}'").out.contains("another"));
        QCOMPARE(run("ignite secret delete secretive API_KEY").code, 0);
        QVERIFY(run("ignite invoke secretive -p '{}'").out.contains("null"));
        QCOMPARE(run("ignite secret list secretive -o json").out.simplified(), "{ \"secrets\": [] }");
    }

    void a_lost_one_is_named()
    {
        if (!m_hasKeychain) {
            QSKIP("Needs a keychain, which tst_cli_secrets_keychain has.");
        }
        QCOMPARE(run("ignite secret set secretive LOST", "x-value").code, 0);
        QCOMPARE(run("DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus ignite invoke secretive -p '{}'").code, 1);
        QVERIFY(run("DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus ignite invoke secretive -p '{}'")
                    .err.contains("ignite secret set org:secretive LOST"));
        // Deleting the app takes it out of the keychain.
        QCOMPARE(run("ignite app delete secretive && ignite app create secretive").code, 0);
        QCOMPARE(run("ignite secret list secretive").out, "org:secretive has no secrets.\n");
    }
};

QTEST_GUILESS_MAIN(TestCliSecrets)
#include "tst_cli_secrets.moc"
