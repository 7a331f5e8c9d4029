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
        const Ran zsh = run("ignite completion zsh > c.zsh && zsh -fc 'source c.zsh; _files() { print files }; "
                            "words=(ignite invoke x --payload-file some); CURRENT=5; __ignite'");
        QCOMPARE(zsh.out, "files\n");
        QCOMPARE(zsh.err, QByteArray());
        QCOMPARE(run("ignite completion tcsh").code, 2);
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
