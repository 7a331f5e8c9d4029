// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/duration.h"
#include "core/config/settings.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;

namespace {

using Variables = QList<std::pair<QString, QString>>;

QProcessEnvironment environmentOf(const Variables &variables)
{
    QProcessEnvironment environment;
    for (const auto &[name, value] : variables) {
        environment.insert(name, value);
    }
    return environment;
}

ConfigFile fileOf(const QByteArray &text)
{
    return ConfigFile::parse(QStringLiteral("/etc/c.yaml"), QString::fromUtf8(text)).value();
}

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void precedence_data()
    {
        QTest::addColumn<QString>("flag");
        QTest::addColumn<Variables>("variables");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("token");
        QTest::addColumn<QString>("source");
        const auto row = [](const char *name, const char *flag, const Variables &variables, const char *file,
                            const char *token, const char *source) {
            QTest::newRow(name) << QString::fromLatin1(flag) << variables << QByteArray(file)
                                << QString::fromLatin1(token) << QString::fromLatin1(source);
        };
        const std::pair dodil(QStringLiteral("DODIL_TOKEN"), QStringLiteral("d"));
        const std::pair ignite(QStringLiteral("IGNITE_TOKEN"), QStringLiteral("i"));
        const std::pair empty(QStringLiteral("DODIL_TOKEN"), QString());
        const char *both = "global:\n  token: g\nignite:\n  token: f\n";
        const char *global = "global:\n  token: g\nignite:\n  output: json\n";
        row("nothing", "", {}, "", "", "");
        row("the flag before all", "x", {dodil, ignite}, both, "x", "--token");
        row("DODIL_TOKEN before IGNITE_TOKEN", "", {ignite, dodil}, both, "d", "DODIL_TOKEN");
        row("IGNITE_TOKEN before the file", "", {ignite}, both, "i", "IGNITE_TOKEN");
        row("an empty variable is unset", "", {empty, ignite}, both, "i", "IGNITE_TOKEN");
        row("ignite before global", "", {}, both, "f", "ignite.token in /etc/c.yaml");
        row("global where ignite lacks it", "", {}, global, "g", "global.token in /etc/c.yaml");
        row("null is absent", "", {}, "global: {token: g}\nignite:\n  token:\n", "g", "global.token in /etc/c.yaml");
        row("empty is absent", "", {}, "global: {token: g}\nignite:\n  token: ''\n", "g",
            "global.token in /etc/c.yaml");
        row("other keys say nothing", "", {}, "token: t\nother:\n  token: o\n", "", "");
    }
    void precedence()
    {
        QFETCH(QString, flag);
        QFETCH(Variables, variables);
        QFETCH(QByteArray, file);
        Flags flags;
        if (!flag.isEmpty()) {
            flags.token = flag;
        }
        const auto settings = resolveSettings(flags, environmentOf(variables), fileOf(file));
        QVERIFY(settings.has_value());
        QTEST(settings->token.value, "token");
        QTEST(settings->token.source, "source");
    }

    void organization_data()
    {
        QTest::addColumn<Variables>("variables");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("organization");
        const std::pair name(QStringLiteral("IGNITE_ORG_NAME"), QStringLiteral("named"));
        const std::pair id(QStringLiteral("IGNITE_ORG_ID"), QStringLiteral("numbered"));
        QTest::newRow("default") << Variables() << QByteArray() << QStringLiteral("org");
        QTest::newRow("the name before the id") << Variables{id, name} << QByteArray() << QStringLiteral("named");
        QTest::newRow("the id alone") << Variables{id} << QByteArray("ignite:\n  org_name: f\n")
                                      << QStringLiteral("numbered");
        QTest::newRow("file, name") << Variables() << QByteArray("ignite:\n  org_id: i\n  org_name: f\n")
                                    << QStringLiteral("f");
        QTest::newRow("file, ignite's id before global's name")
            << Variables() << QByteArray("ignite:\n  org_id: i\nglobal:\n  org_name: g\n") << QStringLiteral("i");
    }
    void organization()
    {
        QFETCH(Variables, variables);
        QFETCH(QByteArray, file);
        const auto settings = resolveSettings({}, environmentOf(variables), fileOf(file));
        QVERIFY(settings.has_value());
        QTEST(settings->organization.value, "organization");
    }

    void the_rest_is_read()
    {
        const auto settings = resolveSettings(
            {}, environmentOf({{QStringLiteral("IGNITE_API_ENDPOINT"), QStringLiteral("http://127.0.0.1:8080")}}),
            fileOf("ignite:\n  output: yaml\n  timeout: 1m30s\n  debug: yes\n  api_endpoint: https://x.example\n"));
        QVERIFY(settings.has_value());
        QCOMPARE(settings->apiEndpoint.value, QStringLiteral("http://127.0.0.1:8080"));
        QCOMPARE(settings->output.value, QStringLiteral("yaml"));
        QCOMPARE(settings->timeout, std::chrono::milliseconds(90'000));
        QVERIFY(settings->debug);
    }

    void a_wrong_value_names_who_said_it_data()
    {
        QTest::addColumn<Variables>("variables");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const Variables &variables, const char *file, const char *says) {
            QTest::newRow(name) << variables << QByteArray(file) << QString::fromLatin1(says);
        };
        row("endpoint without a scheme", {{QStringLiteral("IGNITE_API_ENDPOINT"), QStringLiteral("localhost")}}, "",
            "IGNITE_API_ENDPOINT: ");
        row("endpoint with a password", {}, "ignite:\n  api_endpoint: https://u:secret@x.example\n",
            "ignite.api_endpoint");
        row("timeout", {}, "global:\n  timeout: soon\n", "global.timeout in /etc/c.yaml: ");
        row("output", {}, "ignite:\n  output: xml\n", "ignite.output");
        row("debug", {{QStringLiteral("IGNITE_DEBUG"), QStringLiteral("maybe")}}, "", "IGNITE_DEBUG: ");
        row("organization", {{QStringLiteral("IGNITE_ORG_NAME"), QStringLiteral("a/b")}}, "", "IGNITE_ORG_NAME: ");
        row("token of two lines", {{QStringLiteral("DODIL_TOKEN"), QStringLiteral("a\r\nHost: b")}}, "",
            "DODIL_TOKEN: ");
    }
    void a_wrong_value_names_who_said_it()
    {
        QFETCH(Variables, variables);
        QFETCH(QByteArray, file);
        QFETCH(QString, says);
        const auto settings = resolveSettings({}, environmentOf(variables), fileOf(file));
        QVERIFY(!settings.has_value());
        QCOMPARE(settings.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(settings.error().message.startsWith(says), qPrintable(settings.error().message));
        QVERIFY(!settings.error().message.contains(QLatin1String("secret")));
    }

    void durations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("milliseconds");
        const auto row = [](const char *text, qint64 ms) { QTest::newRow(text) << QString::fromLatin1(text) << ms; };
        row("5m", 300'000);
        row("90s", 90'000);
        row("1h30m", 5'400'000);
        row("250ms", 250);
        row("1.5m", 90'000);
        row("20", 20'000);
        row(" 5M ", 300'000);
        row("", -1);
        row("0s", -1);
        row("-5m", -1);
        row("5 minutes", -1);
        row("m", -1);
        row("5x", -1);
        row("31h1", -1);
        row("99999999999999999999h", -1);
    }
    void durations()
    {
        QFETCH(QString, text);
        const auto time = parseDuration(text);
        QTEST(time ? static_cast<qint64>(time->count()) : qint64{-1}, "milliseconds");
    }

    void the_folder_data()
    {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<Variables>("variables");
        QTest::addColumn<QString>("flag");
        QTest::addColumn<QString>("path");
        const QString shared = QStringLiteral("/.config/unified-cli/config.yaml");
        const QString own = QStringLiteral("/.ignite/config.yaml");
        const std::pair dodil(QStringLiteral("DODIL_CONFIG_DIR"), QStringLiteral("/d"));
        const std::pair ignite(QStringLiteral("IGNITE_CONFIG_DIR"), QStringLiteral("/i"));
        QTest::newRow("neither") << QStringList() << Variables() << QString() << shared;
        QTest::newRow("its own") << QStringList{own} << Variables() << QString() << own;
        QTest::newRow("both") << QStringList{own, shared} << Variables() << QString() << shared;
        QTest::newRow("IGNITE_CONFIG_DIR") << QStringList{shared} << Variables{ignite} << QString() << "/i/config.yaml";
        QTest::newRow("DODIL_CONFIG_DIR first")
            << QStringList() << Variables{ignite, dodil} << QString() << "/d/config.yaml";
        QTest::newRow("the flag, a file") << QStringList() << Variables{dodil} << "/x/y.yaml" << "/x/y.yaml";
        QTest::newRow("the flag, a folder") << QStringList{own} << Variables() << "/.ignite" << own;
    }
    void the_folder()
    {
        QFETCH(QStringList, files);
        QFETCH(Variables, variables);
        QFETCH(QString, flag);
        QFETCH(QString, path);
        const QTemporaryDir home;
        for (const QString &file : files) {
            QDir().mkpath(QFileInfo(home.path() + file).path());
            QVERIFY(QFile(home.path() + file).open(QIODevice::WriteOnly));
        }
        const bool below = path.startsWith(QLatin1String("/.")); // of the home
        std::optional<QString> given;
        if (!flag.isEmpty()) {
            given = (below ? home.path() : QString()) + flag;
        }
        QCOMPARE(configPath(given, environmentOf(variables), home.path()), (below ? home.path() : QString()) + path);
    }

    void names_of_settings()
    {
        QCOMPARE(settingKey(QStringLiteral("token")).value(), QStringLiteral("ignite.token"));
        QCOMPARE(settingKey(QStringLiteral("global.token")).value(), QStringLiteral("global.token"));
        for (const char *wrong : {"tokens", "other.token", "ignite.", "ignite.token.x", ""}) {
            QVERIFY2(!settingKey(QString::fromLatin1(wrong)), wrong);
        }
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
