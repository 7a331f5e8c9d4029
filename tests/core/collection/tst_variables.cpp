// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/variables.h"
#include "tests/support/random_values.h"

#include <QTest>

using namespace studio;
using namespace studio::collection;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestVariables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void texts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("becomes");
        const auto row = [](const char *text, const char *becomes) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(becomes);
        };
        row("", "");
        row("no variable", "no variable");
        row("{{a}}", "1");
        row("{{ a }}", "1");
        row("x{{a}}y{{b}}z", "x1y2z");
        row("{{nested}}", "<1>");
        row("{{deep}}", "[<1>]");
        row("{\"v\":{{a}}}", "{\"v\":1}");
        row("{{{a}}}", "{1}");
        row("{{a", "{{a");
        row("{{}}", "{{}}");
        row("{{ }}", "{{ }}");
        row("{a}", "{a}");
        row("{{a\n}}{{b}}", "12");
        row("{{a\nb}}{{b}}", "{{a\nb}}2");
        row("{{\"a\"}}", "{{\"a\"}}");
        row("{{{{a}}", "{{1");
        row("{{empty}}|", "|");
        row("{{ä ö}}", "name with blanks");
    }
    void texts()
    {
        QFETCH(QString, text);
        Substitution substitution({{{u"a"_s, u"1"_s},
                                    {u"b"_s, u"2"_s},
                                    {u"nested"_s, u"<{{a}}>"_s},
                                    {u"deep"_s, u"[{{nested}}]"_s},
                                    {u"empty"_s, QString()},
                                    {u"ä ö"_s, u"name with blanks"_s}}});
        const auto made = substitution.apply(text);
        QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
        QTEST(*made, "becomes");
    }

    void a_higher_level_hides_a_lower_one()
    {
        QList<Values> levels;
        for (int level = 0; level < 6; ++level) {
            Values values;
            for (int name = level; name < 6; ++name) {
                values.insert(u"v%1"_s.arg(name), u"level %1"_s.arg(level));
            }
            levels << values;
        }
        Substitution substitution(levels);
        for (int name = 0; name < 6; ++name) {
            QCOMPARE(substitution.apply(u"{{v%1}}"_s.arg(name)).value(), u"level %1"_s.arg(name));
        }
    }

    /// The value of a lower level may use what a higher one says.
    void what_a_value_names_is_looked_up_from_the_top()
    {
        Substitution substitution({{{u"url"_s, u"{{host}}/x"_s}, {u"host"_s, u"low"_s}}, {{u"host"_s, u"high"_s}}});
        QCOMPARE(substitution.apply(u"{{url}}"_s).value(), u"high/x"_s);
    }

    void what_has_no_value_is_an_error_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown") << u"{{nowhere}}"_s << u"There is no variable “nowhere”."_s;
        QTest::newRow("unknown below") << u"{{uses}}"_s << u"There is no variable “nowhere”."_s;
        QTest::newRow("itself") << u"{{self}}"_s << u"The variable “self” is defined by itself: self → self."_s;
        QTest::newRow("cycle") << u"{{start}}"_s << u"The variable “x” is defined by itself: x → y → z → x."_s;
        QTest::newRow("secret") << u"{{key}}"_s << u"Give the secret."_s;
        QTest::newRow("too deep") << u"{{deep0}}"_s << u"The variable “deep0” leads through more than 64 others."_s;
        QTest::newRow("too large") << u"{{large24}}"_s << u"becomes longer than"_s;
    }
    void what_has_no_value_is_an_error()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        Values values{{u"uses"_s, u"{{nowhere}}"_s}, {u"self"_s, u"a{{self}}"_s}, {u"x"_s, u"{{y}}"_s},
                      {u"y"_s, u"{{z}}"_s},          {u"z"_s, u"{{x}}"_s},        {u"start"_s, u"{{x}}"_s},
                      {u"large0"_s, u"1234"_s},      {u"deep70"_s, u"end"_s}};
        for (int i = 0; i < 70; ++i) {
            values.insert(u"deep%1"_s.arg(i), u"{{deep%1}}"_s.arg(i + 1));
        }
        for (int i = 0; i < 24; ++i) { // each twice the one before: 64 MiB at the end
            values.insert(u"large%1"_s.arg(i + 1), u"{{large%1}}{{large%1}}"_s.arg(i));
        }
        Substitution substitution({values});
        substitution.explainMissing(u"key"_s, u"Give the secret."_s);
        const auto made = substitution.apply(text);
        QVERIFY(!made);
        QVERIFY2(made.error().message.contains(says), qPrintable(made.error().message));
        // It is not remembered wrongly.
        QVERIFY(!substitution.apply(text));
    }

    /// 2^60 ways lead to the end, which says nothing: each variable is worked out once.
    void a_web_of_variables_takes_linear_time()
    {
        Values values{{u"w60"_s, QString()}};
        for (int i = 0; i < 60; ++i) {
            values.insert(u"w%1"_s.arg(i), u"{{w%1}}{{w%1}}"_s.arg(i + 1));
        }
        Substitution substitution({values});
        QCOMPARE(substitution.apply(u"{{w0}}"_s).value(), QString());
    }

    /// A request may have thousands of headers, each with the same long variable.
    void texts_are_not_too_large_together()
    {
        constexpr qsizetype ofOne = 1 << 20;
        Substitution substitution({{{u"a"_s, QString(ofOne, u'x')}}});
        for (qsizetype made = ofOne; made <= maxSubstituted; made += ofOne) {
            QCOMPARE(substitution.apply(u"{{a}}"_s)->size(), ofOne);
        }
        QCOMPARE(substitution.apply(u"{{a}}"_s).error().code, ErrorCode::ResourceExhausted);
    }

    void disabled_variables_and_secrets_have_no_value()
    {
        const Values values = valuesOf({{.name = u"a"_s, .value = u"1"_s, .type = {}, .others = {}},
                                        {.name = u"a"_s, .value = u"2"_s, .type = {}, .others = {}},
                                        {.name = u"b"_s, .value = u"x"_s, .type = {}, .isDisabled = true, .others = {}},
                                        {.name = u"c"_s, .value = u"x"_s, .type = {}, .isSecret = true, .others = {}}});
        QCOMPARE(values, Values({{u"a"_s, u"2"_s}}));
    }

    void any_text_is_survived()
    {
        RandomValues random(20);
        const QList<QString> pieces{u"{{"_s, u"}}"_s, u"{"_s, u"}"_s, u"a"_s, u"b"_s, u" "_s, u"\n"_s, u"{{a}}"_s};
        const auto text = [&] {
            QString made;
            for (int i = random.below(12); i > 0; --i) {
                made += random.below(4) == 0 ? random.text(3) : random.oneOf(pieces);
            }
            return made;
        };
        for (int i = 0; i < 5'000; ++i) {
            Substitution substitution({{{u"a"_s, text()}}, {{u"b"_s, text()}}});
            const QString given = text();
            const auto made = substitution.apply(given);
            QVERIFY(made || !made.error().message.isEmpty());
            if (!given.contains(u"{{"_s)) {
                QCOMPARE(made.value(), given);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestVariables)
#include "tst_variables.moc"
