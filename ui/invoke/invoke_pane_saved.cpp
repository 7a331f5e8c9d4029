// SPDX-License-Identifier: GPL-3.0-or-later
// Saved requests in the invoke pane: what is edited of them, and how they are sent and checked.
#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/common/banner.h"
#include "ui/common/theme.h"
#include "ui/invoke/checks_table.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/pairs_table.h"
#include "ui/invoke/payload_editor.h"
#include "ui/invoke/response_view.h"
#include "ui/invoke/saved_request_bar.h"
#include "ui/invoke/saved_request_state.h"

#include <QTabBar>

#include <algorithm>

namespace studio {

using namespace collection;

void InvokePane::setSaved(const std::optional<SavedRequest> &request)
{
    m_saved = request;
    m_savedState = request ? studio::stateOf(*request) : RequestState();
    if (request) {
        setEdited(*request);
    }
    m_savedBar->setRequest(request ? request->name : QString(), request ? request->path : QString());
    Q_EMIT requestChanged();
    showEdited();
}

void InvokePane::setWritten(const SavedRequest &request)
{
    m_saved = request;
    m_savedState = studio::stateOf(request); // typing may have gone on
    m_savedBar->setRequest(request.name, request.path);
    Q_EMIT requestChanged();
    showEdited();
}

void InvokePane::setEdited(const SavedRequest &request)
{
    const RequestState shown = studio::stateOf(request);
    showState(shown);
    m_payload->setPayload(shown.payload);
    m_checks->setChecks(request.assertions, request.captures);
    Q_EMIT requestChanged();
    showEdited();
}

SavedRequest InvokePane::edited() const
{
    const RequestState now = state();
    if (!m_saved) {
        SavedRequest made;
        made.method.clear(); // all of it is of this pane
        made = withEdits(std::move(made), {.method = {}, .path = {}, .payload = {}, .query = {}, .headers = {}}, now);
        made.name = QString::fromLatin1(now.method) + u' ' + now.path.section(u'?', 0, 0);
        made.assertions = m_checks->assertions();
        made.captures = m_checks->captures();
        return made;
    }
    SavedRequest made = withEdits(*m_saved, m_savedState, now);
    made.assertions = m_checks->assertions();
    made.captures = m_checks->captures();
    return made;
}

bool InvokePane::isEdited() const
{
    return m_saved && edited() != *m_saved;
}

/// A key in a long payload has no time for the comparison, so it waits until typing pauses.
void InvokePane::showEditedSoon()
{
    constexpr std::chrono::milliseconds pause{200};
    if (m_saved) {
        m_editedPause.start(pause, this);
    }
}

void InvokePane::showEdited()
{
    m_editedPause.stop();
    if (m_saved) {
        m_savedBar->setModified(isEdited());
    }
}

/// Whether it goes the way of a collection: it is saved, has a variable or a check, or names another address.
bool InvokePane::isCollected(const RequestState &now) const
{
    if (!m_collecting.prepare) {
        return false;
    }
    return m_saved || m_checks->count() > 0 || hasFields(now.bodyKind) || hasVariable(now) ||
           now.path.contains(QLatin1String("://"));
}

/// As Send would send it now.
Task<PreparedRequest> InvokePane::prepared()
{
    if (!isCollected(state())) {
        co_return request().transform(
            [](const HttpRequest &made) { return PreparedRequest{.address = {}, .request = made}; });
    }
    co_return co_await whileAlive(this, m_collecting.prepare(edited()));
}

QCoro::Task<void> InvokePane::callCollected(std::optional<CallTarget> target, SavedRequest request)
{
    const int mine = m_generation;
    showResults({});
    auto prepared = co_await whileAlive(this, m_collecting.prepare(request));
    if (mine != m_generation) {
        endWaiting();
        co_return; // forgotten meanwhile
    }
    if (m_stop.stop_requested()) {
        prepared = cancelled();
    }
    Error refused;
    if (!prepared) {
        refused = prepared.error();
    } else if (prepared->address.isEmpty() && !target) {
        refused = {ErrorCode::FailedPrecondition, tr("There is no handler to send it to."), {}};
    }
    if (!refused.message.isEmpty()) {
        endWaiting();
        showFailure(refused);
        co_return;
    }
    bool isAnswered = false;
    if (prepared->address.isEmpty()) {
        isAnswered = co_await whileAlive(this, call(*target, std::move(prepared->request)));
    } else {
        isAnswered = co_await whileAlive(this, callAddress(std::move(*prepared)));
    }
    if (isAnswered && mine == m_generation) {
        co_await whileAlive(this, checkAnswer(std::move(request)));
    }
}

QCoro::Task<bool> InvokePane::callAddress(PreparedRequest prepared)
{
    const int mine = m_generation;
    m_callsDevInstance = false;
    const HttpRequest request = prepared.request;
    auto answer = co_await whileAlive(this, m_collecting.toAddress(std::move(prepared), m_stop.get_token()));
    m_roundTripUs = m_clock.nsecsElapsed() / 1000;
    endWaiting();
    if (mine != m_generation) {
        co_return false; // forgotten meanwhile
    }
    if (answer) {
        Invocation shown;
        shown.request = request;
        shown.response = std::move(answer->response);
        shown.timings.total = answer->microseconds;
        response()->setNote({});
        showAnswer(shown);
    } else {
        showFailure(answer.error());
    }
    co_return answer.has_value();
}

QCoro::Task<void> InvokePane::checkAnswer(SavedRequest request)
{
    if (request.assertions.isEmpty() && request.captures.isEmpty()) {
        co_return;
    }
    const int mine = m_generation;
    const Invocation &answer = lastInvocation();
    const auto results = co_await whileAlive(this, m_collecting.check(request, {.response = answer.response,
                                                                                .executionId = answer.executionId,
                                                                                .microseconds = m_roundTripUs}));
    if (mine != m_generation) {
        co_return;
    }
    if (results && m_checks->assertions() == request.assertions && m_checks->captures() == request.captures) {
        showResults(*results);
    } else if (!results) {
        say(results.error().message, true);
    }
}

void InvokePane::showResults(const QList<CheckResult> &results)
{
    m_checks->setResults(results);
    if (results.isEmpty()) {
        showTabTitles();
        return;
    }
    const auto holding = std::ranges::count_if(results, &CheckResult::holds);
    const bool allHold = holding == results.size();
    m_tabs->setTabText(3, allHold ? tr("Checks %1 ✓").arg(holding)
                                  : tr("Checks %1 of %2").arg(holding).arg(results.size()));
    m_tabs->setTabTextColor(3, allHold ? Theme::current().success : Theme::current().danger);
}

} // namespace studio
