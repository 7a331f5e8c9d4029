// SPDX-License-Identifier: GPL-3.0-or-later
// Levels in lines as loggers write them: each row is what the logger of its name prints.
#include "core/model/log_level.h"

#include <QTest>

#include <random>

using namespace studio;

class TestLogLevel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_of_loggers_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("level");
        const auto row = [](const char *name, const char *line, LogLevel level) {
            QTest::newRow(name) << QByteArray(line) << static_cast<int>(level);
        };
        row("tracing", "2026-11-30T13:07:45.123456Z  INFO shop::orders: order taken id=7", LogLevel::Info);
        row("tracing in colours",
            "\x1b[2m2026-11-30T13:07:45.123456Z\x1b[0m \x1b[33m WARN\x1b[0m \x1b[2mshop\x1b[0m\x1b[2m:\x1b[0m slow",
            LogLevel::Warn);
        row("tracing with thread", "2026-11-30T13:07:45.1Z ERROR ThreadId(01) shop: gone", LogLevel::Error);
        row("tracing without time", "DEBUG shop: here", LogLevel::Debug);
        row("tracing with span", "2026-11-30T13:07:45.1Z TRACE request{id=1}: shop: in", LogLevel::Trace);
        row("tracing as JSON", R"({"timestamp":"2026-11-30T13:07:45Z","level":"ERROR","fields":{"message":"x"}})",
            LogLevel::Error);
        row("env_logger", "[2026-11-30T13:07:45Z WARN  shop::orders] slow", LogLevel::Warn);
        row("env_logger without time", "[ERROR shop] gone", LogLevel::Error);
        row("simple_logger", "2026-11-30T13:07:45.123Z INFO  [shop] taken", LogLevel::Info);
        row("fern", "[2026-11-30][13:07:45][shop::orders][DEBUG] here", LogLevel::Debug);
        row("flexi_logger", "INFO [shop] taken", LogLevel::Info);
        row("slog", R"({"msg":"x","level":"WARN","ts":"2026"})", LogLevel::Warn);
        row("severity", R"({"severity": "CRITICAL", "message": "x"})", LogLevel::Error);
        row("pino", R"({"level":30,"time":1,"msg":"x"})", LogLevel::Info);
        row("logfmt", "ts=2026-11-30T13:07:45Z level=warn msg=\"disk is full\"", LogLevel::Warn);
        row("a compiler's", "error: it does not fit", LogLevel::Error);
        row("in brackets", "[warning] it may not fit", LogLevel::Warn);
        row("a panic", "thread 'main' panicked at src/lib.rs:3:5:", LogLevel::Error);
        row("a sentence", "the error rate is low", LogLevel::None);
        row("a sentence in capitals later", "read the file and there was an ERROR in it", LogLevel::None);
        row("text", "hello", LogLevel::None);
        row("JSON without a level", R"({"message":"level"})", LogLevel::None);
        row("empty", "", LogLevel::None);
    }
    void lines_of_loggers()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, level);
        QCOMPARE(static_cast<int>(logLevelOf(line)), level);
    }

    void what_follows_belongs_to_the_line_before_it_of_its_call()
    {
        const auto line = [](const char *id, const char *text) {
            return AppLogLine{.executionId = QString::fromLatin1(id), .line = {.timeMs = 1, .text = text}};
        };
        QCOMPARE(
            logLevelsOf({line("a", "plain"), line("b", "WARN slow"), line("a", "thread 'main' panicked at x.rs:1:1:"),
                         line("b", "  why"), line("a", "the message"), line("a", "INFO on")}),
            (QList<LogLevel>{LogLevel::Info, LogLevel::Warn, LogLevel::Error, LogLevel::Warn, LogLevel::Error,
                             LogLevel::Info}));
    }

    void any_line_has_a_level_or_none()
    {
        std::mt19937 random(1);
        for (int i = 0; i < 2'000; ++i) {
            QByteArray line(static_cast<qsizetype>(random() % 300), '\0');
            for (char &c : line) {
                c = static_cast<char>(random());
            }
            const LogLevel level = logLevelOf(random() % 2 == 0 ? "{" + line : line);
            QVERIFY(level >= LogLevel::None && level <= LogLevel::Error);
        }
        QCOMPARE(logLevelOf(QByteArray(50 << 20, '[')), LogLevel::None); // at once
    }
};

QTEST_APPLESS_MAIN(TestLogLevel)
#include "tst_log_level.moc"
