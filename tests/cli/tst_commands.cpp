// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line does without compiling anything: configuration, flags, formats, help, manual.
#include "core/base/json.h"
#include "tests/cli/home_shell.h"

#include <QFile>

using namespace studio;
using namespace studio::test;

class TestCommands : public HomeShell
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        QCOMPARE(run("ignite app create hello --rust-target wasm --memory 128 --env A=1 --env B=2").code, 0);
    }

    void the_configuration_is_set_read_and_removed()
    {
        QCOMPARE(run("ignite config path").out.trimmed(),
                 (m_home.path() + QStringLiteral("/.config/unified-cli/config.yaml")).toUtf8());
        QCOMPARE(run("ignite config get token").code, 5);
        QCOMPARE(run("ignite config set token abc && ignite config set global.org_name shared").code, 0);
        QCOMPARE(run("ignite config get token").out, "abc\n");
        QCOMPARE(run("ignite config get org_name").out, "shared\n");
        QVERIFY(!run("ignite config list").out.contains("abc"));
        QVERIFY(run("ignite config list -o json").out.contains("\"global.org_name\": \"shared\""));
        QCOMPARE(run("ignite config set colour blue").code, 2);
        QCOMPARE(run("ignite config set timeout soon").code, 2);
        QCOMPARE(run("ignite config unset token && ignite config unset global.org_name").code, 0);
        QCOMPARE(run("ignite config unset token").code, 5);
    }

    void flags_before_environment_before_file()
    {
        const auto organization = [this](const char *line) {
            return parseJson(run(line).out).and_then([](const Json &json) -> Result<QString> {
                return toQString(json["message"].utf8());
            });
        };
        Q_UNUSED(organization)
        QCOMPARE(run("ignite config set org_name filed").code, 0);
        QVERIFY(run("ignite app get x").err.contains("filed:x"));
        QVERIFY(run("IGNITE_ORG_NAME=envd ignite app get x").err.contains("envd:x"));
        QVERIFY(run("IGNITE_ORG_NAME=envd ignite --org flagged app get x").err.contains("flagged:x"));
        QVERIFY(run("IGNITE_ORG_NAME=envd ignite app get x --org flagged").err.contains("flagged:x"));
        QVERIFY(run("IGNITE_ORG_NAME=envd dodil --org flagged ignite app get x").err.contains("flagged:x"));
        QVERIFY(run("dodil ignite app get x --org flagged").err.contains("flagged:x"));
        QVERIFY(run("mkdir -p other && ignite --config other app get x").err.contains("org:x"));
        QCOMPARE(run("ignite config unset org_name").code, 0);
    }

    void a_broken_file_is_named_and_can_be_mended()
    {
        QVERIFY(QFile::exists(m_home.filePath(QStringLiteral(".config/unified-cli/config.yaml"))));
        QCOMPARE(run("ignite config set timeout 5m && sed -i 's/5m/soon/' .config/unified-cli/config.yaml").code, 0);
        const Ran ran = run("ignite app list");
        QCOMPARE(ran.code, 2);
        QVERIFY2(ran.err.contains("ignite.timeout in ") && ran.err.contains("config.yaml"), ran.err);
        QCOMPARE(run("ignite config unset timeout && ignite app list").code, 0);
    }

    void formats()
    {
        const auto json = parseJson(run("ignite app get hello -o json").out);
        QVERIFY(json.has_value());
        QCOMPARE((*json)["appId"].utf8(), std::string("org/hello"));
        QVERIFY(run("ignite -o yaml app get hello").out.contains("\nappId: org/hello\n"));
        const QByteArray wide = run("ignite app get hello -o wide").out;
        QVERIFY2(wide.contains("ENV") && wide.contains("A, B") && wide.contains("REPLICAS"), wide);
        QVERIFY(!run("ignite app get hello").out.contains("REPLICAS"));
        QVERIFY(run("ignite app list -o wide").out.contains("DESCRIPTION"));
        QCOMPARE(run("ignite app list -o xml").code, 2);
        QVERIFY(!run("ignite app list").out.contains('\x1b'));
    }

    void update_changes_what_is_given()
    {
        QCOMPARE(run("ignite app update hello --timeout-secs 7 --env A= --env C=3").code, 0);
        const auto app = parseJson(run("ignite app get hello -o json").out);
        QCOMPARE((*app)["appliedLimits"]["timeoutSecs"].number(), 7);
        QCOMPARE((*app)["appliedLimits"]["memoryMb"].number(), 128);
        QVERIFY(run("ignite app get hello -o wide").out.contains("B, C"));
        QCOMPARE(run("ignite app update hello --tier large").code, 0);
        QVERIFY(run("ignite app get hello").out.contains("large (1024 MB, 1000 m)"));
        QCOMPARE(run("ignite app update nope --tier large").code, 5);
        QCOMPARE(run("ignite app update hello --env =x").code, 2);
    }

    void what_could_not_be_meant_is_said()
    {
        QCOMPARE(run("ignite app list --config /nowhere/config.yaml").code, 2);
        QVERIFY(run("ignite app list --config /nowhere/config.yaml").err.contains("There is no configuration"));
        QCOMPARE(
            run("ignite --config new.yaml config set org_name me; ignite --config new.yaml config get org_name").out,
            "me\n");
        QCOMPARE(run("ignite serve --api-endpoint http://127.0.0.1:1").code, 2);
        QCOMPARE(run("ignite invoke-async hello --logs").code, 2);
        QCOMPARE(run("ignite version get hello 0").code, 2);
        QCOMPARE(run("ignite app update hello --env $'A=\\xff'").code, 2);
        QCOMPARE(run("ignite app update hello --description $'\\xff'").code, 2);
        QCOMPARE(run("ignite app deploy unborn -c /nowhere").code, 5);
        QCOMPARE(run("ignite app get unborn").code, 5);
    }

    void a_schema_is_taken_and_taken_away()
    {
        QCOMPARE(run("ignite app create schemed --input-schema '{\"type\": \"object\"}'").code, 0);
        QVERIFY(parseJson(run("ignite app get schemed -o json").out)->contains("inputSchema"));
        const Ran gone = run("ignite app update schemed --input-schema '' -o json");
        QVERIFY2(gone.code == 0 && gone.err.isEmpty(), gone.err);
        QVERIFY(!parseJson(gone.out)->contains("inputSchema"));
        QCOMPARE(run("ignite app delete schemed").code, 0);
    }

    void a_bare_environment_is_enough()
    {
        // No home and no language, as a service manager starts programs.
        const Ran plain = run("LC_ALL=C LANG=C ignite app list");
        QCOMPARE(plain.err, "");
        const Ran path = run("env -u HOME -u XDG_CONFIG_HOME -u XDG_DATA_HOME ignite config path");
        QVERIFY2(path.out.startsWith('/') && !path.out.startsWith("//"), path.out + path.err);
    }

    void times_data()
    {
        QTest::addColumn<QString>("flag");
        QTest::addColumn<int>("code");
        for (const char *fine : {"5m", "1h30m", "250ms", "90s", "90"}) {
            QTest::newRow(fine) << QString::fromLatin1(fine) << 0;
        }
        for (const char *wrong : {"soon", "0", "-1s"}) {
            QTest::newRow(wrong) << QString::fromLatin1(wrong) << 2;
        }
    }
    void times()
    {
        QFETCH(QString, flag);
        QTEST(run(QStringLiteral("ignite config path --timeout=%1 && ignite app list --timeout=%1").arg(flag)).code,
              "code");
    }

    void each_command_has_examples_that_parse()
    {
        const QStringList commands = leaves();
        QVERIFY2(commands.size() > 25, qPrintable(commands.join(u'|')));
        for (const QString &command : commands) {
            const QByteArray help = run(QStringLiteral("ignite %1 --help").arg(command)).out;
            const qsizetype at = help.indexOf("Examples:");
            QVERIFY2(at >= 0, qPrintable(command));
            for (const QByteArray &line : help.sliced(at).split('\n').mid(1)) {
                const QString example = QString::fromUtf8(line).trimmed();
                if (!example.isEmpty()) {
                    QVERIFY2(example.startsWith(QStringLiteral("ignite ") + command), qPrintable(example));
                    // Parsed to its end, nothing done: the help is asked for behind it.
                    const QString asked =
                        example.section(QStringLiteral(" > "), 0, 0).section(QStringLiteral(" < "), 0, 0);
                    const Ran ran = run(asked + QStringLiteral(" --help"));
                    QVERIFY2(ran.code == 0, qPrintable(example + QString::fromUtf8(ran.err)));
                }
            }
        }
    }

    void what_cannot_be_understood_is_a_document_too()
    {
        for (const char *const line :
             {"ignite -o json frobnicate", "ignite app create x --no-such-flag -ojson", "ignite app create -o json",
              "ignite --output=json invoke x -p 1 --payload-file y"}) {
            const Ran ran = run(QString::fromLatin1(line));
            QCOMPARE(ran.code, 2);
            QCOMPARE(ran.out, QByteArray());
            const auto error = parseJson(ran.err);
            QVERIFY2(error, ran.err.constData());
            QCOMPARE((*error)["code"].utf8(), "InvalidArgument");
        }
        const Ran yaml = run(QStringLiteral("ignite -o yaml frobnicate"));
        QVERIFY2(yaml.err.startsWith("---\ncode: InvalidArgument\n"), yaml.err.constData());
        const Ran plain = run(QStringLiteral("ignite -o table frobnicate"));
        QVERIFY2(plain.err.contains("--help"), plain.err.constData());
        const Ran help = run(QStringLiteral("ignite -o json app --help"));
        QCOMPARE(help.code, 0);
        QVERIFY(help.out.contains("create"));
    }

    void output_that_cannot_be_written_is_an_error()
    {
        for (const char *const line : {"ignite app list > /dev/full", "ignite config list -o json > /dev/full",
                                       "ignite completion bash > /dev/full"}) {
            const Ran ran = run(QString::fromLatin1(line));
            QVERIFY2(ran.code == 9, line);
            QVERIFY2(ran.err.contains("could be written"), ran.err.constData());
        }
    }

    void what_others_wrote_does_not_break_a_table()
    {
        QCOMPARE(run(QStringLiteral("ignite app create sly --description \"$(printf 'a\\033[2Jb\\nc')\"")).code, 0);
        const Ran ran = run(QStringLiteral("ignite app list -o wide"));
        QVERIFY2(!ran.out.contains('\033') && ran.out.contains("a␛[2Jb␊c"), ran.out.constData());
    }

    void a_command_that_is_none_is_named()
    {
        for (const char *const line : {"ignite app creat x", "ignite creat", "dodil ignite app creat"}) {
            const Ran ran = run(QString::fromLatin1(line));
            QCOMPARE(ran.code, 2);
            QVERIFY2(ran.err.contains("“creat”") && ran.err.contains("--help"), ran.err.constData());
        }
    }

    void a_damaged_app_is_listed_refused_and_mended()
    {
        QCOMPARE(run(QStringLiteral("ignite app create bent --description 'what it was'")).code, 0);
        QCOMPARE(run(QStringLiteral("ignite app create straight")).code, 0);
        const QString store = m_home.filePath(QStringLiteral("data/ignite-studio/store.sqlite"));
        QFile file(store);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        QVERIFY(bytes.contains("what it was"));
        file.seek(0);
        file.write(bytes.replace("what it was", "what it wa$"));
        file.close();

        QVERIFY(run(QStringLiteral("ignite app list")).out.contains("damaged"));
        QCOMPARE(run(QStringLiteral("ignite app get straight")).code, 0);
        const Ran refused = run(QStringLiteral("ignite app get bent"));
        QCOMPARE(refused.code, 10);
        QVERIFY2(refused.err.contains("ignite app update org:bent"), refused.err.constData());
        QCOMPARE(run(QStringLiteral("ignite app update bent --description mended")).code, 0);
        const Ran mended = run(QStringLiteral("ignite app get bent -o json"));
        QVERIFY2(mended.code == 0 && mended.out.contains("mended"), mended.err.constData());
        QVERIFY(!run(QStringLiteral("ignite app list")).out.contains("damaged"));
    }

    void the_manual_has_each_command_and_pleases_mandoc()
    {
        const Ran lint = run("ignite manual > ignite.1 && mandoc -T lint -W warning ignite.1");
        QVERIFY2(lint.code == 0, lint.out + lint.err);
        const QByteArray text = run("mandoc -T utf8 ignite.1 | sed 's/.\\x08//g'").out;
        for (const QString &command : leaves()) {
            QVERIFY2(text.contains("ignite " + command.toUtf8()), qPrintable(command));
        }
        QVERIFY(text.contains("EXIT STATUS"));
    }
};

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
