// SPDX-License-Identifier: GPL-3.0-or-later
// Records of calls from the command line: searched, exported, replayed.
#include "tests/cli/cli_test.h"

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestCliExecutions : public CliTest
{
    Q_OBJECT

    [[nodiscard]] Json answer(const QString &line) const { return parseJson(run(line).out).value_or(Json::object()); }
    [[nodiscard]] qsizetype listed(const QString &flags) const
    {
        const Json page = answer(u"ignite execution list passing -o json "_s + flags);
        return page.contains("executions") ? static_cast<qsizetype>(page["executions"].size()) : -1;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const Ran ran = run(u"ignite app create passing && ignite app deploy passing -c '%1'"_s.arg(
            sourcePath("/tests/data/handlers/passing")));
        QVERIFY2(ran.code == 0, ran.err);
        QCOMPARE(run(u"ignite invoke passing --path /kept -p '{\"a\": 1}'"_s).code, 0);
        QCOMPARE(run(u"ignite draft test passing --path /drafted -p '{\"a\": 2}'"_s).code, 0);
    }

    void a_list_is_filtered_by_all_that_a_record_has()
    {
        QCOMPARE(listed({}), 2);
        QCOMPARE(listed(u"--version 1"_s), 1);
        QCOMPARE(listed(u"--version draft --status 2xx --since 1h --min-duration 1us --max-duration 1h"_s), 1);
        QCOMPARE(listed(u"--since yesterday --until yesterday"_s), 0);
        QCOMPARE(listed(u"--status error"_s), 0);
        QCOMPARE(listed(u"--search 'version:1 kept since:10m'"_s), 1);
        QCOMPARE(listed(u"--search 'drafted version:1'"_s), 0);
        const Ran wrong = run(u"ignite execution list passing --since soon"_s);
        QCOMPARE(wrong.code, 2);
        QVERIFY2(wrong.err.contains("“soon” is not a time"), wrong.err);
    }

    void an_execution_is_exported_and_replayed_elsewhere()
    {
        const Json newest = answer(u"ignite execution list passing --version 1 --limit 1 -o json"_s);
        const QString id = toQString(newest["executions"][0]["executionId"].utf8());
        QCOMPARE(run(u"ignite app update passing --env SHOWN=visible-value"_s).code, 0);
        const Ran exported = run(u"ignite execution export %1 one.ignite-execution"_s.arg(id));
        QVERIFY2(exported.code == 0, exported.err);
        const Ran again = run(u"ignite execution export %1 one.ignite-execution"_s.arg(id));
        QVERIFY2(again.code == 6 && again.err.contains("--force"), again.err);
        // With sources and lockfile, and without values.
        const Ran inside = run(u"tar -xzOf one.ignite-execution --wildcards '*manifest.json'; "
                               "tar -xzOf one.ignite-execution --wildcards '*code.*' | tar -tz"_s);
        QVERIFY2(inside.out.contains("\"SHOWN\"") && inside.out.contains("src/lib.rs"), inside.out + inside.err);
        QVERIFY(!run(u"tar -xzOf one.ignite-execution"_s).out.contains("visible-value"));

        // Another machine: nothing of the app is there.
        const Ran replayed =
            run(u"export XDG_DATA_HOME=$PWD/elsewhere; ignite execution replay one.ignite-execution -o "
                "json && ignite app list"_s);
        QVERIFY2(replayed.code == 0, replayed.out + replayed.err);
        QVERIFY2(replayed.err.contains("SHOWN"), replayed.err);
        QVERIFY2(replayed.out.contains("\"same\": true") || replayed.out.contains("\"same\":true"), replayed.out);
        QVERIFY2(!replayed.out.contains("org:passing"), replayed.out);
    }

    void records_are_replayed_on_another_target()
    {
        const Json all = answer(u"ignite execution list passing --limit 2 -o json --search 'since:1h'"_s);
        const QString one = toQString(all["executions"][0]["executionId"].utf8());
        const Ran same = run(u"ignite execution replay %1 --target active"_s.arg(one));
        QVERIFY2(same.code == 0 && same.out.contains("same"), same.out + same.err);
        const Ran unknown = run(u"ignite execution replay %1 --target 77"_s.arg(one));
        QCOMPARE(unknown.code, 5);
        QCOMPARE(run(u"ignite execution replay %1 --target nowhere"_s.arg(one)).code, 2);
        const Ran broken = run(u"echo nonsense > x.ignite-execution; ignite execution replay x.ignite-execution"_s);
        QVERIFY2(broken.code == 2 && broken.err.contains("is not an exported execution"), broken.err);
    }
};

QTEST_GUILESS_MAIN(TestCliExecutions)
#include "tst_cli_executions.moc"
