// SPDX-License-Identifier: GPL-3.0-or-later
// A source that answers by itself: its work ends with the question.
#include "core/workspace/local_answers.h"

#include <QTest>
#include <QThread>

#include <atomic>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

/// Explains a path by itself, after a worker has waited until it may or need not go on.
class WaitingAnswers final : public LocalAnswers
{
public:
    [[nodiscard]] bool canAnswer(const QString &) const override { return true; }
    [[nodiscard]] QStringList completionTriggers() const override { return {}; }
    lsp::AnswerCall complete(const QString &, TextPlace, const QString &, Done<lsp::CompletionList>) override
    {
        return {};
    }
    lsp::AnswerCall resolveItem(const lsp::CompletionItem &, Done<lsp::CompletionItem>) override { return {}; }
    lsp::AnswerCall explain(const QString &path, TextPlace, Done<lsp::Hover> done) override
    {
        return answerWith<lsp::Hover>(std::move(done),
                                      [this, path](std::stop_token stop) { return work(path, std::move(stop)); });
    }

    std::atomic<bool> isReleased = false;
    std::atomic<int> stopped = 0;
    int begun = 0;
    int goneOn = 0;

private:
    Task<lsp::Hover> work(QString path, std::stop_token stop)
    {
        ++begun;
        const auto waited = co_await whileAlive(this, onWorker([this, stop] {
                                                    while (!isReleased && !stop.stop_requested()) {
                                                        QThread::yieldCurrentThread();
                                                    }
                                                    stopped += stop.stop_requested() ? 1 : 0;
                                                    return Result<bool>(true);
                                                }));
        if (stop.stop_requested()) {
            co_return cancelled();
        }
        ++goneOn;
        co_return waited.transform([&](bool) { return lsp::Hover{.contents = {.value = path}, .range = {}}; });
    }
};

} // namespace

class TestLocalAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void an_answer_is_told_after_the_question_has_returned()
    {
        WaitingAnswers source;
        source.isReleased = true;
        QString told;
        const lsp::AnswerCall call =
            source.explain(u"a"_s, {}, [&](const Result<lsp::Hover> &hover) { told = hover->contents.value; });
        QVERIFY(told.isEmpty());
        QVERIFY(call.isRunning());
        QTRY_COMPARE(told, u"a"_s);
        QVERIFY(!call.isRunning());
    }

    void work_ends_when_nobody_waits_any_more()
    {
        WaitingAnswers source;
        int told = 0;
        lsp::AnswerCall call = source.explain(u"a"_s, {}, [&](const Result<lsp::Hover> &) { ++told; });
        QTRY_COMPARE(source.begun, 1);
        call.cancel(); // without this its worker would wait for ever
        QTRY_COMPARE(source.stopped.load(), 1);
        source.isReleased = true;
        lsp::AnswerCall next = source.explain(u"b"_s, {}, [&](const Result<lsp::Hover> &) { ++told; });
        QTRY_COMPARE(told, 1);
        QCOMPARE(source.goneOn, 1); // nothing of the one before
    }

    void what_is_cancelled_at_once_does_not_begin()
    {
        WaitingAnswers source;
        source.isReleased = true;
        int told = 0;
        (void)lsp::AnswerCall(source.explain(u"a"_s, {}, [&](const Result<lsp::Hover> &) { ++told; }));
        lsp::AnswerCall next = source.explain(u"b"_s, {}, [&](const Result<lsp::Hover> &) { ++told; });
        QTRY_COMPARE(told, 1);
        QCOMPARE(source.begun, 1);
    }

    void the_source_may_go_before_its_answers()
    {
        auto source = std::make_unique<WaitingAnswers>();
        source->isReleased = true;
        int told = 0;
        lsp::AnswerCall call = source->explain(u"a"_s, {}, [&](const Result<lsp::Hover> &) { ++told; });
        source.reset();
        WaitingAnswers other;
        other.isReleased = true;
        lsp::AnswerCall next = other.explain(u"b"_s, {}, [&](const Result<lsp::Hover> &) { ++told; });
        QTRY_COMPARE(told, 1);
    }
};

QTEST_GUILESS_MAIN(TestLocalAnswers)
#include "tst_local_answers.moc"
