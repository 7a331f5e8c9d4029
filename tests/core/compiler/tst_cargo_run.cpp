// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/cargo_run.h"

#include <QElapsedTimer>
#include <QTest>

using namespace studio;
using namespace studio::compiler;

class TestCargoRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// A macro may print without an end. What is told is bounded by the time, the rest is counted, and the last words
    /// are kept.
    void a_flood_of_lines_is_counted_data()
    {
        QTest::addColumn<QString>("lineEnd");
        QTest::newRow("LF") << QString();
        QTest::newRow("CRLF") << QStringLiteral("$(printf '\\r')");
    }
    void a_flood_of_lines_is_counted()
    {
        QFETCH(QString, lineEnd);
        ProcessSpec spec{.program = QStringLiteral("/bin/sh"),
                         .arguments = {QStringLiteral("-c"),
                                       QStringLiteral("yes \"/made/up/folder/src/lib.rs%1\" | head -200000 >&2; "
                                                      "echo 'error: the last words' >&2; exit 3")
                                           .arg(lineEnd)}};
        qint64 told = 0;
        qint64 leftOut = 0;
        CargoListener listener;
        listener.line = [&](const QString &line) {
            if (line.contains(QStringLiteral(" lines are left out here"))) {
                leftOut += line.section(u' ', 0, 0).toLongLong();
            } else {
                ++told;
                QVERIFY2(line == QLatin1String("src/lib.rs") || line.startsWith(QStringLiteral("error")),
                         qPrintable(line));
            }
        };
        QElapsedTimer clock;
        clock.start();
        const auto end = QCoro::waitFor(
            runCargo({.spec = spec, .source = QStringLiteral("/made/up/folder"), .shownAs = QStringLiteral("hello")},
                     listener, {}));
        QVERIFY(end);
        QCOMPARE(end->exit.code, 3);
        QCOMPARE(told + leftOut, 200'001);
        QVERIFY2(told <= (clock.elapsed() / 1000 + 2) * 2'000, QByteArray::number(told));
        QVERIFY2(end->errors.endsWith(QStringLiteral("src/lib.rs\nerror: the last words\n")),
                 qPrintable(end->errors.last(200)));
        QVERIFY(!end->errors.contains(QStringLiteral("/made/up")));
    }

    /// As git's "Receiving objects", which a terminal shows in one line.
    void what_is_written_over_is_progress_and_not_lines()
    {
        const ProcessSpec spec{
            .program = QStringLiteral("/bin/sh"),
            .arguments = {QStringLiteral("-c"),
                          QStringLiteral("printf 'one\\r\\nget 1%%\\rget 50%%\\rget 100%%, done.\\nlast\\r"
                                         "\\nno end\\r' >&2")}};
        QStringList told;
        QStringList progress;
        CargoListener listener;
        listener.line = [&](const QString &line) { told << line; };
        listener.progress = [&](const CargoProgress &bar) { progress << bar.unit; };
        QVERIFY(QCoro::waitFor(
            runCargo({.spec = spec, .source = QStringLiteral("/made/up"), .shownAs = {}}, listener, {})));
        const QStringList lines{QStringLiteral("one"), QStringLiteral("get 100%, done."), QStringLiteral("last"),
                                QStringLiteral("no end")};
        QCOMPARE(told, lines);
        QCOMPARE(progress.first(), QStringLiteral("one")); // the others may come in the same moment
    }

    void the_text_of_progress_is_short_and_plain()
    {
        const ProcessSpec spec{
            .program = QStringLiteral("/bin/sh"),
            .arguments = {QStringLiteral("-c"), QStringLiteral("printf '  \033[1mget %0100d\033[0m\rgot\n' 7 >&2")}};
        QStringList progress;
        const CargoListener listener{
            .line = {}, .message = {}, .progress = [&](const CargoProgress &bar) { progress << bar.unit; }};
        QVERIFY(QCoro::waitFor(
            runCargo({.spec = spec, .source = QStringLiteral("/made/up"), .shownAs = {}}, listener, {})));
        QCOMPARE(progress, QStringList{QStringLiteral("get ") + QString(76, u'0')});
    }

    void a_flood_of_what_is_written_over_is_bounded_too()
    {
        const ProcessSpec spec{
            .program = QStringLiteral("/bin/sh"),
            .arguments = {QStringLiteral("-c"),
                          QStringLiteral("{ yes '    Building [=>  ] 1/2: a' | head -100000 | tr '\\n' '\\r'; "
                                         "echo; echo 'the last words'; } >&2")}};
        qint64 told = 0;
        QStringList lines;
        CargoListener listener;
        listener.line = [&](const QString &line) { lines << line; };
        listener.progress = [&](const CargoProgress &) { ++told; };
        QElapsedTimer clock;
        clock.start();
        QVERIFY(QCoro::waitFor(
            runCargo({.spec = spec, .source = QStringLiteral("/made/up"), .shownAs = {}}, listener, {})));
        QVERIFY2(told <= (clock.elapsed() / 1000 + 2) * 200, QByteArray::number(told));
        QCOMPARE(lines.last(), QStringLiteral("the last words"));
    }

    void waiting_is_said_once_until_something_else_is()
    {
        const ProcessSpec spec{
            .program = QStringLiteral("/bin/sh"),
            .arguments = {QStringLiteral("-c"),
                          QStringLiteral("w='    Blocking waiting for file lock on'; { "
                                         "echo \"$w package cache\"; echo \"$w package cache\"; "
                                         "echo \"$w package cache\"; echo \"$w build directory\"; "
                                         "echo '   Compiling a'; echo \"$w build directory\"; } >&2")}};
        QStringList told;
        CargoListener listener;
        listener.line = [&](const QString &line) { told << line.section(u' ', 0, 7).trimmed(); };
        QVERIFY(QCoro::waitFor(
            runCargo({.spec = spec, .source = QStringLiteral("/made/up"), .shownAs = {}}, listener, {})));
        const QString waiting = QStringLiteral("Waiting for another compile, which uses the ");
        QCOMPARE(told, (QStringList{waiting + QStringLiteral("package"), waiting + QStringLiteral("build"),
                                    QStringLiteral("Compiling a"), waiting + QStringLiteral("build")}));
    }

    void an_output_that_is_cut_is_an_error()
    {
        const auto printed = [](const QString &bytes) {
            const ProcessSpec spec{
                .program = QStringLiteral("/bin/sh"),
                .arguments = {QStringLiteral("-c"), QStringLiteral("head -c %1 /dev/zero").arg(bytes)}};
            return QCoro::waitFor(runCargo(
                {.spec = spec, .source = QStringLiteral("/made/up"), .shownAs = {}, .messages = MessageStream::None},
                {}, {}));
        };
        const auto whole = printed(QStringLiteral("64M"));
        QVERIFY(whole);
        QCOMPARE(whole->standardOutput.size(), 64 << 20);
        const auto cut = printed(QStringLiteral("65M"));
        QVERIFY(!cut && cut.error().code == ErrorCode::ResourceExhausted);
    }

    void memory_has_a_bound_for_all_programs_together()
    {
        // Each keeps 60 MB until its input ends, which is when the others have ended.
        ProcessSpec spec{
            .program = QStringLiteral("/bin/sh"),
            .arguments = {QStringLiteral("-c"),
                          QStringLiteral("for i in 1 2 3; do (head -c 60000000 /dev/zero; sleep 100) | tail "
                                         "-c 59000000 > /dev/null & done; wait")},
            .memoryBytes = 100 << 20};
        const auto end = QCoro::waitFor(runCargo({.spec = spec, .source = {}, .shownAs = {}}, {}, {}));
        QVERIFY(!end);
        QCOMPARE(end.error().code, ErrorCode::ResourceExhausted);
        QVERIFY2(end.error().message.contains(QStringLiteral("the limit is 100 MB")), qPrintable(end.error().message));
    }
};

QTEST_GUILESS_MAIN(TestCargoRun)
#include "tst_cargo_run.moc"
