// SPDX-License-Identifier: GPL-3.0-or-later
// `ignite collection`: requests of other programs taken over, and given to Hurl.
#include "tests/cli/cli_test.h"

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestCliCollection : public CliTest
{
    Q_OBJECT

    static QString sample(const char *name)
    {
        return sourcePath("/tests/data/interchange/") + QString::fromLatin1(name);
    }

    [[nodiscard]] QByteArray fileText(const QString &path) const
    {
        QFile file(m_home.filePath(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void cleanup() { QCOMPARE(run(u"rm -rf *"_s).code, 0); }

    void an_import_writes_a_collection_and_says_what_is_missing()
    {
        const Ran ran = run(u"ignite collection import '%1'"_s.arg(sample("bruno")));
        QVERIFY2(ran.code == 0, ran.err);
        QVERIFY2(ran.out.contains("Orders/Create order.yml\n") &&
                     ran.out.contains("3 requests and 1 environments of Shop API (bruno) are in requests\n") &&
                     ran.out.contains("basic_password"),
                 ran.out);
        QVERIFY2(ran.err.contains("warning: orders/Create order.bru, line 58: the script “script:post-response”"),
                 ran.err);
        QVERIFY(fileText(u"requests/opencollection.yml"_s).contains("name: Shop API"));
        QVERIFY(!fileText(u"requests/Orders/Create order.yml"_s).contains("hunter2"));
    }

    void nothing_is_written_over()
    {
        const QString line = u"ignite collection import '%1' --to shop -o json"_s.arg(sample("http/shop.http"));
        const auto first = parseJson(run(line).out);
        QVERIFY(first);
        QCOMPARE((*first)["requests"].number(), 6);
        QCOMPARE((*first)["format"].text(), u"http"_s);
        QVERIFY((*first)["warnings"].size() > 0);
        QCOMPARE(run(u"echo mine > 'shop/Create.yml'"_s).code, 0);
        QCOMPARE(run(line).code, 0); // into a folder of its own
        const Ran again = run(line);
        QVERIFY2(again.code == 6 && again.err.contains("shop already"), again.err);
        QCOMPARE(fileText(u"shop/Create.yml"_s), QByteArray("mine\n"));
        QVERIFY(!fileText(u"shop/shop/Create.yml"_s).isEmpty());
    }

    void what_is_no_collection_is_refused()
    {
        QCOMPARE(run(u"ignite collection import nowhere"_s).code, 5);
        write(m_home.filePath(u"x.txt"_s), "hello");
        const Ran ran = run(u"ignite collection import x.txt"_s);
        QVERIFY2(ran.code == 2 && ran.err.contains("no format that is known"), ran.err);
        QCOMPARE(run(u"ignite collection import x.txt --format soap"_s).code, 2);
        QCOMPARE(run(u"test -e requests"_s).code, 1);
    }

    void a_format_that_is_named_is_taken()
    {
        write(m_home.filePath(u"x.txt"_s), "GET http://127.0.0.1/a\n");
        const auto json = parseJson(run(u"ignite collection import x.txt --format hurl -o json"_s).out);
        QVERIFY(json);
        QCOMPARE((*json)["format"].text(), u"hurl"_s);
        QCOMPARE((*json)["requests"].number(), 1);
    }

    void an_export_is_printed_or_written_to_a_new_file()
    {
        QCOMPARE(run(u"ignite collection import '%1'"_s.arg(sample("bruno"))).code, 0);
        const Ran printed = run(u"ignite collection export --env local"_s);
        QVERIFY2(printed.code == 0, printed.err);
        QVERIFY2(printed.out.contains("\nPOST {{base}}/orders/a%20b?dry=1\n") &&
                     printed.out.contains("variable: base=\"http://127.0.0.1:9090\"") &&
                     printed.out.contains("# --secret token=…"),
                 printed.out);
        QCOMPARE(run(u"ignite collection export shop.hurl --env local --from requests"_s).code, 0);
        QCOMPARE(fileText(u"shop.hurl"_s), printed.out);
        QCOMPARE(run(u"ignite collection export shop.hurl"_s).code, 6);
        QCOMPARE(run(u"ignite collection export --env far"_s).code, 5);
        QCOMPARE(run(u"ignite collection export --from /"_s).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliCollection)
#include "tst_cli_collection.moc"
