// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/answer_bench.h"

#include "core/base/task.h"
#include "tests/bench/studio_bench/open_editor.h"
#include "tests/support/function_invoker.h"
#include "ui/invoke/json_view.h"
#include "ui/invoke/payload_editor.h"
#include "ui/invoke/payload_view.h"

#include <QCoroTimer>

#include <algorithm>
#include <chrono>
#include <optional>

namespace studio::bench {

namespace {

constexpr qsizetype chunkBytes = 64 << 10;
constexpr qint64 settleMs = 500; ///< for work that goes on after the first paint

/// An array of records without line breaks, as an API sends it.
QByteArray manyRecords(qsizetype bytes)
{
    QByteArray json("[");
    for (int i = 0; json.size() < bytes; ++i) {
        json += (i > 0 ? "," : "") + QByteArray(R"({"id":)") + QByteArray::number(i) +
                R"(,"name":"one of many records","tags":["red","green"],"price":12.50,"isNew":false})";
    }
    return json + ']';
}

} // namespace

Json showLargeAnswer(const Json &command)
{
    const QByteArray body = manyRecords(command["bytes"].number(60'000'000));
    InvokePane *pane = nullptr;
    std::optional<Painted> painted;
    QElapsedTimer clock;
    const auto shown =
        test::paneCalling([&](test::FunctionInvoker::Call call) -> Task<Invocation> { // NOLINT: outlives it
            Invocation answer;
            answer.response = {
                .status = 200, .reason = "OK", .headers = {{"content-type", "application/json"}}, .body = {}};
            call.observer.head(answer.response);
            for (qsizetype at = 0; at < body.size(); at += chunkBytes) {
                call.observer.chunk(body.sliced(at, std::min(chunkBytes, body.size() - at)), [] {});
                co_await QCoro::sleepFor(std::chrono::milliseconds(0));
            }
            painted.emplace(pane->findChild<JsonView *>()->viewport());
            clock.start();
            answer.response.body = body;
            co_return answer;
        });
    pane = shown.get();
    pane->resize(380, 700);
    pane->show();
    rest(200);
    const Turns turns;
    pane->sendNow();
    if (!waitFor([&] { return painted && painted->isDone; })) {
        return {{"error", "the answer was not painted"}};
    }
    const double ms = msOf(clock);
    rest(settleMs);
    const std::vector<double> gaps = turns.gaps();
    return {{"bytes", body.size()}, {"ms", ms}, {"gapMs", gaps.empty() ? 0.0 : *std::ranges::max_element(gaps)}};
}

Json typeLongPayload(const Json &command)
{
    const auto pane = test::paneCalling([](const test::FunctionInvoker::Call &) -> Task<Invocation> {
        co_return fail(ErrorCode::Unavailable, QStringLiteral("Nothing is sent."));
    });
    pane->resize(380, 700);
    pane->show();
    pane->setPayload("{\"picture\":\"" + QByteArray(command["bytes"].number(6 << 20), 'A') + "\"}");
    PayloadView *const view = pane->findChild<PayloadEditor *>()->editor();
    const qsizetype middle = view->text().size() / 2;
    view->setFocus();
    view->setTextCursor(view->cursorOver(middle, middle));
    rest(settleMs);
    const Turns turns;
    std::vector<double> keys;
    for (int i = 0; i < command["keys"].number(40); ++i) {
        Painted painted(view->viewport());
        QElapsedTimer clock;
        clock.start();
        press(view, u'x');
        if (!waitFor([&] { return painted.isDone; })) {
            return {{"error", "the key was not painted"}};
        }
        keys.push_back(msOf(clock));
        rest(20); // fixed wait: nobody types faster
    }
    rest(settleMs);
    const std::vector<double> gaps = turns.gaps();
    return {{"keyMs", sorted(std::move(keys))}, {"gapMs", gaps.empty() ? 0.0 : *std::ranges::max_element(gaps)}};
}

} // namespace studio::bench
