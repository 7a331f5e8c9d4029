// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line does without compiling anything: configuration, flags, formats, help, completion, manual.
#include "core/base/json.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
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

const QString bin = QStringLiteral(STUDIO_BIN);

} // namespace

class TestCommands : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    [[nodiscard]] Ran run(const QString &line) const
    {
        QProcess process;
        auto env = QProcessEnvironment::systemEnvironment();
        env.insert(QStringLiteral("PATH"), bin + u':' + env.value(QStringLiteral("PATH")));
        env.remove(QStringLiteral("DODIL_CONFIG_DIR"));
        env.insert(QStringLiteral("HOME"), m_home.path());
        for (const auto &[name, folder] : {std::pair("XDG_DATA_HOME", "data"), std::pair("XDG_CONFIG_HOME", "config"),
                                           std::pair("XDG_CACHE_HOME", "cache")}) {
            env.insert(QString::fromLatin1(name), m_home.filePath(QString::fromLatin1(folder)));
        }
        process.setProcessEnvironment(env);
        process.setWorkingDirectory(m_home.path());
        process.start(QStringLiteral("/bin/bash"), {QStringLiteral("-c"), line});
        if (!process.waitForFinished(60'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    [[nodiscard]] Ran run(const char *line) const { return run(QString::fromUtf8(line)); }

    [[nodiscard]] QStringList leaves(const QString &path = {}) const
    {
        const Ran ran = run(QStringLiteral("ignite %1 --help").arg(path));
        static const QRegularExpression subcommand(QStringLiteral("^  ([a-z][a-z-]*)(,[^ ]*| )"),
                                                   QRegularExpression::MultilineOption);
        const QString text = QString::fromUtf8(ran.out);
        const qsizetype begin = text.indexOf(QRegularExpression(QStringLiteral("SUBCOMMANDS:|Subcommands:")));
        if (begin < 0) {
            return {path};
        }
        QStringList found;
        for (auto names = subcommand.globalMatch(text.sliced(begin)); names.hasNext();) {
            found << leaves((path + u' ' + names.next().captured(1)).trimmed());
        }
        return found;
    }

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

    void completion_data()
    {
        QTest::addColumn<QStringList>("words"); // the last is being typed
        QTest::addColumn<QStringList>("among");
        QTest::addColumn<QString>("not_among");
        const auto row = [](const char *name, const QStringList &words, const QStringList &among, const char *none) {
            QTest::newRow(name) << words << among << QString::fromLatin1(none);
        };
        const auto list = [](const char *words) { return QString::fromLatin1(words).split(u' '); };
        row("groups", {QString()}, list("app draft version execution invoke config completion"), "manual");
        row("below a group", list("app cr"), list("create"), "get");
        row("below an alias", list("fn "), list("create deploy list"), "save");
        row("after global flags", list("-o json draft "), list("save compile publish"), "create");
        row("flags", list("app create --"), list("--rust-target --tier --output --org"), "--code");
        row("choices", list("app create x --rust-target "), list("native wasm"), "create");
        row("choices of a global flag", list("app list -o "), list("table json yaml wide"), "create");
        row("methods", list("invoke x -X "), list("POST GET PUT PATCH DELETE HEAD OPTIONS"), "create");
        row("shells", list("completion "), list("bash zsh fish"), "app");
        row("nothing for a name", list("app get "), {}, "app");
    }

    void completion()
    {
        QFETCH(QStringList, words);
        QFETCH(QStringList, among);
        QFETCH(QString, not_among);
        QStringList quoted;
        for (const QString &word : words) {
            quoted << u'\'' + word + u'\'';
        }
        const QString line = quoted.join(u' ');
        const QString current = words.last();
        const QString bash =
            QStringLiteral("source <(ignite completion bash); COMP_WORDS=(%2 %1); "
                           "COMP_CWORD=$((${#COMP_WORDS[@]}-1)); __ignite %3; printf '%s\\n' \"${COMPREPLY[@]}\"");
        QHash<QString, QStringList> answers;
        answers[QStringLiteral("bash")] =
            QString::fromUtf8(run(bash.arg(line, QStringLiteral("ignite"), QStringLiteral("ignite"))).out).split(u'\n');
        answers[QStringLiteral("bash, dodil")] =
            QString::fromUtf8(run(bash.arg(line, QStringLiteral("dodil ignite"), QStringLiteral("dodil"))).out)
                .split(u'\n');
        for (const char *shell : {"zsh", "fish"}) {
            QVERIFY2(!QStandardPaths::findExecutable(QString::fromLatin1(shell)).isEmpty(), shell);
        }
        const QString zsh = QStringLiteral(
            "ignite completion zsh > c.zsh && zsh -fc 'source c.zsh; __ignite_candidates \"$@\"' zsh %1");
        QStringList candidates;
        for (const QString &candidate : QString::fromUtf8(run(zsh.arg(line)).out).split(u'\n')) {
            candidates << (candidate.startsWith(current) ? candidate.section(u'\t', 0, 0) : QString());
        }
        answers[QStringLiteral("zsh")] = candidates;
        for (const char *program : {"ignite", "dodil ignite"}) {
            const QString typed = QString::fromLatin1(program) + u' ' + words.join(u' ');
            const Ran fish =
                run(QStringLiteral(
                        "ignite completion fish > c.fish && fish --no-config -c 'source c.fish; complete -C \"%1\"'")
                        .arg(typed));
            QVERIFY2(fish.err.isEmpty(), fish.err);
            QStringList found;
            for (const QString &answer : QString::fromUtf8(fish.out).split(u'\n')) {
                found << answer.section(u'\t', 0, 0);
            }
            answers[QStringLiteral("fish, ") + QString::fromLatin1(program)] = found;
        }
        for (auto answer = answers.cbegin(); answer != answers.cend(); ++answer) {
            const QString all = answer.key() + QStringLiteral(": ") + answer->join(u'|');
            for (const QString &word : among) {
                QVERIFY2(answer->contains(word), qPrintable(all + QStringLiteral(" lacks ") + word));
            }
            QVERIFY2(!answer->contains(not_among), qPrintable(all + QStringLiteral(" has ") + not_among));
        }
    }

    void completion_of_files()
    {
        const Ran bash = run(
            "touch some-file.json; source <(ignite completion bash); COMP_WORDS=(ignite invoke x --payload-file some); "
            "COMP_CWORD=4; __ignite ignite; printf '%s\\n' \"${COMPREPLY[@]}\"");
        QCOMPARE(bash.out, "some-file.json\n");
        QVERIFY(run("ignite completion fish > c.fish; fish --no-config -c 'source c.fish; complete -C \"ignite draft "
                    "save x --code some\"'")
                    .out.contains("some-file.json"));
        QCOMPARE(run("ignite completion zsh | zsh -fn").code, 0);
        QCOMPARE(run("ignite completion tcsh").code, 2);
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
