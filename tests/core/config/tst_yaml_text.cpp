// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml_text.h"

#include <QTest>

using namespace studio;

class TestYamlText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void documents_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("yaml");
        const auto row = [](const char *name, const char *json, const char *yaml) {
            QTest::newRow(name) << QByteArray(json) << QByteArray(yaml);
        };
        row("keys keep their order", "{\"b\": \"x\", \"a\": {\"d\": 1, \"c\": [true, null, 1.5]}}",
            "b: x\na:\n  d: 1\n  c:\n  - true\n  - null\n  - 1.5\n");
        row("lists of mappings", "{\"apps\": [{\"id\": \"a\", \"v\": 1}, {\"id\": \"b\", \"v\": 2}]}",
            "apps:\n- id: a\n  v: 1\n- id: b\n  v: 2\n");
        row("empty ones", "{\"a\": [], \"b\": {}, \"c\": \"\"}", "a: []\nb: {}\nc: \"\"\n");
        row("numbers as strings stay strings", "{\"ms\": \"1764101000000\", \"v\": \"1.5\", \"m\": \"-1\"}",
            "ms: \"1764101000000\"\nv: \"1.5\"\nm: \"-1\"\n");
        row("words of another type", "{\"a\": \"no\", \"b\": \"Null\", \"c\": \"true\", \"n\": \"y\", \"on\": 1}",
            "a: \"no\"\nb: \"Null\"\nc: \"true\"\n\"n\": \"y\"\n\"on\": 1\n");
        row("what plain text cannot hold",
            "{\"a\": \"b: c\", \"d\": \"# e\", \"f\": \" g\", \"h\": \"- i\", \"j\": \"it's\"}",
            "a: 'b: c'\nd: '# e'\nf: ' g'\nh: \"- i\"\nj: it's\n");
        row("lines", "{\"log\": \"one\\ntwo\\n\"}", "log: |\n  one\n  two\n");
        row("beyond ASCII", "{\"a\": \"äö 🦀\"}", "a: \"äö \\U0001F980\"\n");
        row("a number alone", "7", "7\n");
    }
    void documents()
    {
        QFETCH(QByteArray, json);
        QTEST(toYaml(parseJson(json).value()), "yaml");
    }
};

QTEST_GUILESS_MAIN(TestYamlText)
#include "tst_yaml_text.moc"
