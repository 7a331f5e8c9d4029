// SPDX-License-Identifier: GPL-3.0-or-later
// What test programs of Rust print, read into results.
#include "core/workspace/test_output.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

TestOutput read(const QByteArray &text)
{
    TestOutput output;
    for (const QString &line : QString::fromUtf8(text).split(u'\n')) {
        output.addLine(line);
    }
    return output;
}

// Printed by cargo 1.97 and 1.72.
constexpr auto printed = R"(   Compiling orders v0.1.0
     Running unittests src/lib.rs (target/debug/deps/orders-0123)

running 5 tests
test tests::adds ... ok
test tests::later ... ignored, needs a network
test tests::breaks - should panic ... ok
test tests::differs ... FAILED
test tests::errs ... FAILED

failures:

---- tests::differs stdout ----
a line that it printed

thread 'tests::differs' (4711) panicked at src/lib.rs:38:9:
assertion `left == right` failed: not the same
  left: 1
 right: 2
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- tests::errs stdout ----
Error: "no such file"


failures:
    tests::differs
    tests::errs

test result: FAILED. 2 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
)";

} // namespace

class TestTestOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void results_and_messages_are_read()
    {
        const TestOutput output = read(printed);
        using State = TestResult::State;
        QVERIFY(output.hasBegun());
        QCOMPARE(output.results().size(), 5);
        QCOMPARE(output.results()[u"tests::adds"_s], (TestResult{State::Passed, {}}));
        QCOMPARE(output.results()[u"tests::breaks"_s], (TestResult{State::Passed, {}}));
        QCOMPARE(output.results()[u"tests::later"_s], (TestResult{State::Ignored, {}}));
        QCOMPARE(output.results()[u"tests::differs"_s],
                 (TestResult{State::Failed, u"assertion `left == right` failed: not the same\nleft: 1\nright: 2"_s,
                             u"src/lib.rs"_s, 38, 9}));
        QCOMPARE(output.results()[u"tests::errs"_s], (TestResult{State::Failed, u"\"no such file\""_s}));
        QCOMPARE(output.count(State::Failed), 2);
    }

    void where_and_why_a_test_failed_is_read_data()
    {
        QTest::addColumn<QString>("printed");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("message");
        QTest::newRow("before threads had numbers")
            << u"thread 't' panicked at src/a b.rs:3:5:\nwhy\nnote: run with `RUST_BACKTRACE=1`"_s
            << u"src/a b.rs:3:5"_s << u"why"_s;
        QTest::newRow("before Rust 1.73")
            << u"thread 't' panicked at 'it's why', src/lib.rs:3:5"_s << u"src/lib.rs:3:5"_s << u"it's why"_s;
        QTest::newRow("without a message") << u"thread 't' (1) panicked at src/lib.rs:3:5:\nexplicit panic\n"_s
                                           << u"src/lib.rs:3:5"_s << u"explicit panic"_s;
        QTest::newRow("in a library") << u"thread 't' (1) panicked at /usr/library/core/src/a.rs:121:21:\nwhy\n"_s
                                      << u"/usr/library/core/src/a.rs:121:21"_s << u"why"_s;
        QTest::newRow("the last of two") << u"thread 't' (1) panicked at a.rs:1:1:\none\n\nthread 't' (1) panicked at "
                                            "a.rs:2:1:\ntwo\n"_s
                                         << u"a.rs:2:1"_s << u"two"_s;
        QTest::newRow("in a thread") << u"thread '<unnamed>' (2) panicked at a.rs:1:1:\none\n\nthread 't' (1) panicked "
                                        "at a.rs:2:1:\ncalled `Result::unwrap()` on an `Err` value: Any { .. }\n"_s
                                     << u"a.rs:1:1"_s << u"one"_s;
        QTest::newRow("no panic where one is wanted") << u"note: test did not panic as expected at src/lib.rs:14:8"_s
                                                      << u"src/lib.rs:14:8"_s << u"test did not panic as expected"_s;
        QTest::newRow("no panic, before it had a place")
            << u"note: test did not panic as expected"_s << u":0:0"_s << u"test did not panic as expected"_s;
        QTest::newRow("another panic")
            << u"thread 't' (1) panicked at a.rs:1:1:\nxyz\nnote: panic did not contain expected "
               "string\n      panic message: \"xyz\"\n expected substring: \"abc\""_s
            << u"a.rs:1:1"_s
            << u"panic did not contain expected string\npanic message: \"xyz\"\nexpected "
               "substring: \"abc\""_s;
        QTest::newRow("an error") << u"Error: \"bad\"\n"_s << u":0:0"_s << u"\"bad\""_s;
    }
    void where_and_why_a_test_failed_is_read()
    {
        QFETCH(const QString, printed);
        const TestOutput output =
            read("running 1 test\ntest t ... FAILED\n\nfailures:\n\n---- t stdout ----\nsaid\n" + printed.toUtf8());
        const TestResult result = output.results()[u"t"_s];
        QTEST(u"%1:%2:%3"_s.arg(result.file).arg(result.line).arg(result.column), "place");
        QTEST(result.message, "message");
    }

    void what_is_not_compiled_has_not_begun()
    {
        const TestOutput output = read("error: could not compile `orders` (lib test) due to 1 previous error\n");
        QVERIFY(!output.hasBegun());
        QVERIFY(output.results().isEmpty());
    }

    void what_a_test_prints_is_bounded_and_makes_no_results()
    {
        TestOutput output = read("running 1 test\ntest a ... FAILED\n\nfailures:\n\n---- a stdout ----\n"
                                 "thread 'a' panicked at src/lib.rs:1:1:");
        for (int line = 0; line < 10'000; ++line) {
            output.addLine(u"x"_s.repeated(100));
        }
        QCOMPARE(output.results()[u"a"_s].message.size(), TestOutput::maxMessageLength);
        for (int test = 0; test < 2 * TestOutput::maxResults; ++test) {
            output.addLine(u"test t%1 ... ok"_s.arg(test));
        }
        QCOMPARE(output.results().size(), TestOutput::maxResults);
    }

    /// Who shows results looks at the one that is told, not at all of them for each line.
    void it_is_told_which_test_a_line_is_about()
    {
        TestOutput output;
        QCOMPARE(output.addLine(u"running 2 tests"_s), QString());
        QCOMPARE(output.addLine(u"test a::b ... ok"_s), u"a::b"_s);
        QCOMPARE(output.addLine(u"printed by it"_s), QString());
        QCOMPARE(output.addLine(u"test c ... FAILED"_s), u"c"_s);
        QCOMPARE(output.addLine(u"---- c stdout ----"_s), QString());
        QCOMPARE(output.addLine(u"thread 'c' panicked at src/lib.rs:1:1:"_s), u"c"_s); // where
        QCOMPARE(output.addLine(u"no"_s), u"c"_s);
        QCOMPARE(output.results()[u"c"_s].message, u"no"_s);
    }

    void a_line_of_any_length_takes_little()
    {
        TestOutput output;
        output.addLine(u"test a"_s + u" ... ok, <"_s.repeated(200'000));
        output.addLine(u"---- a stdout ----"_s);
        output.addLine(u"test a"_s + u" ... ok, <"_s.repeated(200'000));
        QVERIFY(output.results().size() <= 1);
    }
};

QTEST_GUILESS_MAIN(TestTestOutput)
#include "tst_test_output.moc"
