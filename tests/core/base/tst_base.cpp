// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/detach.h"
#include "core/base/display.h"
#include "core/base/json.h"
#include "core/base/task.h"
#include "core/base/uuid7.h"

#include <QScopeGuard>
#include <QTest>
#include <QThread>
#include <QUuid>

#include <set>

using namespace studio;

class TestBase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizes_and_durations()
    {
        QCOMPARE(sizeText(512), QStringLiteral("512 B"));
        QCOMPARE(sizeText(3'040'870), QStringLiteral("2.9 MiB"));
        QCOMPARE(sizeText(100LL << 20), QStringLiteral("100 MiB"));
        QCOMPARE(keptText(512, 512), QStringLiteral("512 B"));
        QCOMPARE(keptText(2'048, 512), QStringLiteral("2.0 KiB, the first 512 B kept"));
        QCOMPARE(keptText(512, 0), QStringLiteral("512 B, not kept"));
        QCOMPARE(durationText(420), QStringLiteral("420 µs"));
        QCOMPARE(durationText(1'400), QStringLiteral("1.4 ms"));
        QCOMPARE(durationText(2'310'000), QStringLiteral("2.31 s"));
        QCOMPARE(durationText(45'600'000), QStringLiteral("45.6 s"));
        QCOMPARE(durationText(185'000'000), QStringLiteral("3 min 5 s"));
        QCOMPARE(elapsedText(340), QStringLiteral("0.3 s"));
        QCOMPARE(elapsedText(12'900), QStringLiteral("12 s"));
        QCOMPARE(elapsedText(125'000), QStringLiteral("2 min 5 s"));
    }

    void uuid7_has_version_and_variant()
    {
        const QUuid id = QUuid::fromString(uuid7());
        QVERIFY(!id.isNull());
        QCOMPARE(id.variant(), QUuid::DCE);
        QCOMPARE(uuid7().at(14), QLatin1Char('7'));
    }

    void uuid7_sorts_by_the_time_it_was_made()
    {
        QStringList made;
        for (int i = 0; i < 20'000; ++i) {
            made << uuid7();
        }
        QStringList sorted = made;
        sorted.sort();
        QCOMPARE(made, sorted);
        QCOMPARE(std::set<QString>(made.begin(), made.end()).size(), std::size_t{20'000});
    }

    void parse_json_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("object") << QByteArray(R"({"a": 1})") << QString();
        QTest::newRow("empty") << QByteArray() << QStringLiteral("Not valid JSON at line 1, column 1.");
        QTest::newRow("second line") << QByteArray("{\n  \"a\": x\n}")
                                     << QStringLiteral("Not valid JSON at line 2, column 8.");
        QTest::newRow("trailing comma") << QByteArray(R"({"a": 1,})")
                                        << QStringLiteral("Not valid JSON at line 1, column 9.");
        QTest::newRow("invalid UTF-8") << QByteArray("\"\xff\"")
                                       << QStringLiteral("Not valid JSON at line 1, column 2.");
    }
    void parse_json()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        const Result<Json> json = parseJson(text);
        QCOMPARE(json.has_value(), message.isEmpty());
        if (!json) {
            QCOMPARE(json.error().message, message);
            QCOMPARE(json.error().code, ErrorCode::InvalidArgument);
        }
    }

    void worker_resumes_on_the_callers_thread()
    {
        QThread *const here = QThread::currentThread();
        QThread *worker = nullptr;
        const auto task = [&]() -> Task<int> {
            auto result = co_await onWorker([&worker] {
                worker = QThread::currentThread();
                return Result<int>(7);
            });
            [&] { QCOMPARE(QThread::currentThread(), here); }();
            co_return result;
        };
        QCOMPARE(QCoro::waitFor(task()).value_or(0), 7);
        QVERIFY(worker != nullptr && worker != here);
    }

    void an_exception_of_a_coroutine_is_its_failure_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("says");
        QTest::newRow("none") << 0 << QString();
        QTest::newRow("at once") << 1 << QStringLiteral("at once");
        QTest::newRow("on a worker") << 2 << QString(); // Qt keeps only that there was one
        QTest::newRow("behind an await") << 3 << QStringLiteral("later");
        QTest::newRow("of another type") << 4 << QStringLiteral("unknown type");
    }
    void an_exception_of_a_coroutine_is_its_failure()
    {
        QFETCH(int, kind);
        QFETCH(QString, says);
        const auto work = [kind]() -> Task<int> {
            if (kind == 1) {
                throw std::runtime_error("at once");
            }
            const auto done = co_await onWorker([kind]() -> Result<int> {
                if (kind == 2) {
                    throw std::length_error("on a worker");
                }
                return 7;
            });
            if (kind == 3) {
                throw std::runtime_error("later");
            }
            if (kind == 4) {
                throw kind; // NOLINT(hicpp-exception-baseclass)
            }
            co_return done;
        };
        const auto result = QCoro::waitFor(caught(work));
        QCOMPARE(result.has_value(), kind == 0);
        if (!result) {
            QCOMPARE(exitCode(result.error().code), 10);
            QVERIFY2(result.error().message.contains(says), qPrintable(result.error().message));
        }
    }

    void an_exception_of_a_detached_coroutine_is_said_data() { an_exception_of_a_coroutine_is_its_failure_data(); }
    void an_exception_of_a_detached_coroutine_is_said()
    {
        QFETCH(int, kind);
        QFETCH(QString, says);
        QStringList said;
        setNoticeReporter([&](const QString &sentence, NoticeKind) { said << sentence; });
        bool isOver = false;
        const auto work = [kind, &isOver]() -> QCoro::Task<void> {
            const auto over = qScopeGuard([&isOver] { isOver = true; });
            if (kind == 1) {
                throw std::runtime_error("at once");
            }
            (void)co_await onWorker([kind]() -> Result<int> {
                if (kind == 2) {
                    throw std::length_error("on a worker");
                }
                return 7;
            });
            if (kind == 3) {
                throw std::runtime_error("later");
            }
            if (kind == 4) {
                throw kind; // NOLINT(hicpp-exception-baseclass)
            }
        };
        detach(work());
        QTRY_VERIFY(isOver);
        setNoticeReporter({});
        QCOMPARE(said.size(), kind == 0 ? 0 : 1);
        if (kind != 0) {
            QVERIFY2(said.first().contains(says), qPrintable(said.first()));
        }
    }

    void exit_codes_are_the_platforms()
    {
        QCOMPARE(exitCode(ErrorCode::InvalidArgument), 2);
        QCOMPARE(exitCode(ErrorCode::NotFound), 5);
        QCOMPARE(exitCode(ErrorCode::DeadlineExceeded), 8);
        QCOMPARE(exitCode(ErrorCode::Internal), 10);
        QCOMPARE(exitCode(ErrorCode::CompileFailed), 1);
    }
};

QTEST_GUILESS_MAIN(TestBase)
#include "tst_base.moc"
