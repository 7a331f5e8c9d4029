// SPDX-License-Identifier: GPL-3.0-or-later
// Completion as bash, zsh and fish ask for it.
#include "tests/cli/home_shell.h"

#include <QHash>
#include <QStandardPaths>

using namespace studio::test;

class TestCompletion : public HomeShell
{
    Q_OBJECT

private Q_SLOTS:
    void candidates_data()
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
        row("a value that is a command's name", list("--org app "), list("app draft version"), "create");
    }

    void candidates()
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
        // What zsh's own functions would be given.
        const QString zsh = QStringLiteral(
            "ignite completion zsh > c.zsh && zsh -fc 'source c.zsh; _describe() { print -rl -- $found }; "
            "words=(\"$@\"); CURRENT=$#; __ignite' zsh %2 %1");
        for (const char *program : {"ignite", "dodil ignite"}) {
            QStringList candidates;
            for (const QString &answer :
                 QString::fromUtf8(run(zsh.arg(line, QString::fromLatin1(program))).out).split(u'\n')) {
                const QString candidate = answer.section(u':', 0, 0);
                candidates << (candidate.startsWith(current) ? candidate : QString());
            }
            answers[QStringLiteral("zsh, ") + QString::fromLatin1(program)] = candidates;
        }
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

    void candidates_ofAPath_areFiles()
    {
        const Ran bash = run(
            "touch some-file.json; source <(ignite completion bash); COMP_WORDS=(ignite invoke x --payload-file some); "
            "COMP_CWORD=4; __ignite ignite; printf '%s\\n' \"${COMPREPLY[@]}\"");
        QCOMPARE(bash.out, "some-file.json\n");
        QVERIFY(run("ignite completion fish > c.fish; fish --no-config -c 'source c.fish; complete -C \"ignite draft "
                    "save x --code some\"'")
                    .out.contains("some-file.json"));
        const Ran zsh = run("ignite completion zsh > c.zsh && zsh -fc 'source c.zsh; compset() { }; _files() { "
                            "print files }; words=(ignite invoke x --payload-file some); CURRENT=5; __ignite'");
        QCOMPARE(zsh.out, "files\n");
        QCOMPARE(zsh.err, QByteArray());
        QCOMPARE(run("ignite completion tcsh").code, 2);
    }

    void candidates_ofAFolder_areFolders()
    {
        const Ran bash =
            run("mkdir -p only-a-folder; source <(ignite completion bash); COMP_WORDS=(ignite dev only-a); "
                "COMP_CWORD=2; __ignite ignite; printf '%s\\n' \"${COMPREPLY[@]}\"");
        QCOMPARE(bash.out, "only-a-folder\n");
        const Ran fish = run(
            "ignite completion fish > c.fish; fish --no-config -c 'source c.fish; complete -C \"ignite dev only-a\"'");
        QVERIFY2(fish.out.contains("only-a-folder"), fish.out.constData());
        const Ran zsh =
            run("ignite completion zsh > c.zsh && zsh -fc 'source c.zsh; compset() { }; _files() { print files "
                "}; words=(ignite dev only-a); CURRENT=3; __ignite'");
        QCOMPARE(zsh.out, "files\n");
    }

    void candidates_behindAnEqualsSign_areValues_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("completed");
        QTest::newRow("choice") << QStringLiteral("--output") << QStringLiteral("j") << QStringLiteral("json");
        QTest::newRow("nothing typed") << QStringLiteral("--output") << QString() << QStringLiteral("json");
        QTest::newRow("file") << QStringLiteral("--payload-file") << QStringLiteral("equals-f")
                              << QStringLiteral("equals-file.json");
    }
    void candidates_behindAnEqualsSign_areValues()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, value);
        QFETCH(const QString, completed);
        const QString word = name + u'=' + value;
        // bash divides words at the sign, as it stands in COMP_WORDBREAKS; without a value the sign is the last word.
        const Ran bash =
            run(QStringLiteral("touch equals-file.json; source <(ignite completion bash); "
                               "COMP_WORDS=(ignite invoke x %1 = %2); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); "
                               "__ignite ignite; printf '%s\\n' \"${COMPREPLY[@]}\"")
                    .arg(name, value));
        QVERIFY2(bash.out.split('\n').contains(completed.toUtf8()), bash.out.constData());
        const Ran fish =
            run(QStringLiteral("touch equals-file.json; ignite completion fish > c.fish; fish --no-config -c "
                               "'source c.fish; complete -C \"ignite invoke x %1\"'")
                    .arg(word));
        QVERIFY2(fish.out.contains((name + u'=' + completed).toUtf8()), fish.out.constData());
        if (name == QLatin1String("--output")) {
            const Ran asked = run(QStringLiteral("ignite __complete invoke x %1").arg(word));
            QVERIFY2(asked.out.split('\n').contains((name + u'=' + completed).toUtf8()), asked.out.constData());
        }
    }

    void candidates_includeEachCommandAndItsOptions()
    {
        const QStringList commands = leaves();
        QVERIFY(commands.size() > 20);
        for (const QString &command : commands) {
            const QString group = command.section(u' ', 0, -2);
            const QByteArray offered = run(QStringLiteral("ignite __complete %1 ''").arg(group)).out;
            QVERIFY2(('\n' + offered).contains('\n' + command.section(u' ', -1).toUtf8() + '\t'), qPrintable(command));
            const Ran options = run(QStringLiteral("ignite __complete %1 --").arg(command));
            QVERIFY2(options.code == 0 && options.err.isEmpty() && options.out.contains("--help\t"),
                     qPrintable(command));
        }
    }

    void candidates_ofWordsThatMeanNothing_saysNothingOnStderr()
    {
        for (const char *line : {"", "--", "\"'\"", "no such command ''", "-o", "--output=js", "$'\\xff'"}) {
            const Ran ran = run(QStringLiteral("ignite __complete %1").arg(QString::fromLatin1(line)));
            QVERIFY2(ran.code == 0 && ran.err.isEmpty(), line);
        }
    }
};

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
