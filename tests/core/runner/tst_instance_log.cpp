// SPDX-License-Identifier: GPL-3.0-or-later
// What a handler writes, without a handler: whose each line is, what is a mark, how much waits.
#include "core/runner/instance_log.h"

#include <QRandomGenerator>
#include <QTest>

#include <unistd.h>

using namespace studio;

class TestInstanceLog : public QObject
{
    Q_OBJECT

    /// "id|text" of each line, in order.
    static QStringList told(const QList<LogLine> &lines)
    {
        QStringList all;
        for (const LogLine &line : lines) {
            all << line.executionId + QLatin1Char('|') + QString::fromUtf8(line.text) +
                       (line.stream == LogStream::Stdout ? QStringLiteral("|out") : QString());
        }
        return all;
    }

    static QByteArray markOf(const QByteArray &token) { return "\x1e<ignite " + token + ">\n"; }
    static QByteArray beginOf(const CallMarks::Call &call) { return markOf(call.headerValue().split(' ')[0]); }
    static QByteArray endOf(const CallMarks::Call &call) { return markOf(call.headerValue().split(' ')[1]); }

private Q_SLOTS:
    void marks_are_found_wherever_the_stream_is_cut()
    {
        const QByteArray noise(
            "\x1e<ignite begin B>\n\x1e\x1e<ignite 0123456789abcdef>\n\x1e<ignite 0123456789ABCDEF>\n");
        for (qsizetype cut = 0;; ++cut) {
            const auto marks = std::make_shared<CallMarks>();
            auto callA = marks->expect(QStringLiteral("A"));
            const auto callB = marks->expect(QStringLiteral("B"));
            auto gone = marks->expect(QStringLiteral("gone"));
            const QByteArray forgotten = beginOf(*gone);
            gone.reset();
            const QByteArray text = beginOf(*callA) + beginOf(*callA) + forgotten + "one" + endOf(*callA) + "two\n" +
                                    beginOf(*callA) + beginOf(*callB) + QByteArray(70'000, 'x') + endOf(*callB) +
                                    noise + "last\n";
            if (cut > 300) {
                break;
            }
            const qsizetype at = cut < 150 ? cut : text.size() - (300 - cut);
            LogReader reader(marks);
            auto lines = reader.readStderr(text.first(at), 0);
            lines += reader.readStderr(text.sliced(at), 0);
            lines += reader.finish(0);
            QByteArrayList texts;
            for (const LogLine &line : std::as_const(lines)) {
                texts << line.executionId.toUtf8() + '|' + (line.text.size() > 100 ? "x" : line.text);
            }
            QByteArrayList wanted{"A|" + beginOf(*callA).chopped(1),
                                  "A|" + forgotten.chopped(1),
                                  "A|one",
                                  "|two",
                                  "|" + beginOf(*callA).chopped(1),
                                  "B|x",
                                  "B|x"};
            for (const QByteArray &line : noise.chopped(1).split('\n')) {
                wanted << '|' + line;
            }
            wanted << "|last";
            QCOMPARE(texts, wanted);
        }
    }

    /// However the handler's words, its calls and the pieces of the stream mix, each line has the owner that it had
    /// when it was written.
    void any_mixture_of_lines_is_attributed()
    {
        QRandomGenerator random(15);
        for (int round = 0; round < 200; ++round) {
            const auto marks = std::make_shared<CallMarks>();
            std::vector<std::shared_ptr<CallMarks::Call>> calls;
            QByteArrayList seen; ///< tokens that were used
            QList<int> running;
            QByteArray text;
            QStringList wanted;
            for (int at = 0; at < 60; ++at) {
                switch (random.bounded(5)) {
                case 0:
                    calls.push_back(marks->expect(QString::number(calls.size())));
                    text += beginOf(*calls.back());
                    seen << beginOf(*calls.back());
                    running << static_cast<int>(calls.size()) - 1;
                    break;
                case 1:
                    if (!running.isEmpty()) {
                        const int ended = running.takeAt(random.bounded(running.size()));
                        text += endOf(*calls[ended]);
                        seen << endOf(*calls[ended]);
                    }
                    break;
                default: {
                    const QByteArrayList words{"a", "\x1e", "\x1e<ignite ", "\x1e<ignite 00000000000000ff>",
                                               seen.isEmpty() ? QByteArray("b") : seen.last().chopped(1)};
                    const QByteArray line = words[random.bounded(words.size())];
                    text += line + '\n';
                    const QString owner = running.size() == 1 ? QString::number(running.first()) : QString();
                    wanted << owner + QLatin1Char('|') + QString::fromUtf8(line);
                }
                }
            }
            LogReader reader(marks);
            QList<LogLine> lines;
            for (qsizetype at = 0; at < text.size();) {
                const qsizetype size = std::min<qsizetype>(1 + random.bounded(50), text.size() - at);
                lines += reader.readStderr(QByteArrayView(text).sliced(at, size), 0);
                at += size;
            }
            QCOMPARE(told(lines + reader.finish(0)), wanted);
        }
    }

    /// What waits to be told is bounded, however much is written and however long nobody asks.
    void what_waits_is_bounded_and_a_short_call_keeps_its_lines()
    {
        const auto marks = std::make_shared<CallMarks>();
        InstanceLog log(marks, LogReader::Host::None);
        QVERIFY(log.isOpen());
        const auto write = [&](const QByteArray &bytes) {
            QCOMPARE(::write(log.writeEnd(InstanceLog::Stderr), bytes.constData(), bytes.size()), bytes.size());
            QVERIFY(log.read(InstanceLog::Stderr));
        };
        const auto loud = marks->expect(QStringLiteral("loud"));
        write(beginOf(*loud));
        for (int at = 0; at < 2'000; ++at) {
            write(QByteArray(49, 'x').append('\n').repeated(1'000)); // 100 MB
        }
        write(endOf(*loud));
        const auto brief = marks->expect(QStringLiteral("brief"));
        write(beginOf(*brief) + "words\n" + endOf(*brief));
        qint64 leftOut = 0;
        qsizetype bytes = 0;
        const auto news = log.takeChanges();
        for (const LogLine &line : news.lines) {
            leftOut += line.leftOut;
            bytes += line.text.size();
        }
        QVERIFY(news.lines.size() <= InstanceLog::maxWaiting + 2);
        QVERIFY(bytes <= InstanceLog::maxBytesWaiting);
        QVERIFY(leftOut >= 2'000'000 - InstanceLog::maxWaiting);
        QVERIFY(log.lastLines().isEmpty()); // of calls that have ended
        const auto again = marks->expect(QStringLiteral("again"));
        write(beginOf(*again) + "words\n" + endOf(*again));
        QCOMPARE(told(log.takeChanges().lines), QStringList(QStringLiteral("again|words")));
    }

    /// As many as a second has where one looks at them.
    void a_hundred_thousand_lines_are_all_told()
    {
        const auto marks = std::make_shared<CallMarks>();
        InstanceLog log(marks, LogReader::Host::None);
        QVERIFY(log.isOpen());
        qsizetype told = 0;
        for (int at = 0; at < 100; ++at) {
            const QByteArray lines = QByteArray("a line of a handler that writes a lot\n").repeated(1'000);
            QCOMPARE(::write(log.writeEnd(InstanceLog::Stderr), lines.constData(), lines.size()), lines.size());
            QVERIFY(log.read(InstanceLog::Stderr));
            for (const LogLine &line : log.takeChanges().lines) {
                QCOMPARE(line.leftOut, 0);
                ++told;
            }
        }
        QCOMPARE(told, 100'000);
    }
};

QTEST_GUILESS_MAIN(TestInstanceLog)
#include "tst_instance_log.moc"
