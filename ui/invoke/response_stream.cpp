// SPDX-License-Identifier: GPL-3.0-or-later
// The response view while an answer comes in.
#include "core/base/display.h"
#include "core/model/http_message.h"
#include "ui/invoke/answer_find.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/event_rows.h"
#include "ui/invoke/id_button.h"
#include "ui/invoke/json_view.h"
#include "ui/invoke/response_view.h"
#include "ui/invoke/stderr_section.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimerEvent>
#include <QToolButton>
#include <QTreeWidget>

#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::milliseconds flushInterval{16}; ///< between two pictures of what came
constexpr qint64 maxKept = 6 << 20;                    ///< of a stream, to be copied or saved
constexpr qsizetype maxStreamLine = 4'000;             ///< characters of a line that are drawn while it comes

} // namespace

QTreeView *ResponseView::makeEvents()
{
    auto *const view = new QTreeView;
    view->setObjectName(QStringLiteral("events"));
    view->setModel(m_events);
    view->setRootIsDecorated(false);
    view->setUniformRowHeights(true);
    view->setFrameShape(QFrame::NoFrame);
    view->setAccessibleName(tr("Server-sent events"));
    view->header()->setStretchLastSection(true);
    return view;
}

bool ResponseView::hasEvents() const
{
    return isEventStream(headerValue(m_invocation.response.headers, "content-type"));
}

/// The first bytes are drawn when they come; what follows them within `flushInterval` is drawn together, so that a
/// handler that writes very often does not keep the window from everything else.
void ResponseView::beginStream(const Invocation &begun)
{
    m_invocation = begun;
    m_isStreaming = true;
    m_shown.clear();
    m_pending.clear();
    m_streamed = 0;
    m_lineLength = 0;
    ++m_generation;
    m_decoder.resetState();
    m_events->restart();
    m_isImage = false;
    setDocument(nullptr, false);
    m_find->setTarget(m_body);
    m_body->setColored(false);
    m_body->setLongText({});
    m_notice->hide();
    m_raw->setEnabled(hasEvents());
    m_copy->setEnabled(false);
    m_save->setEnabled(false);
    setWaiting(false);
    m_stderr->clear();
    showStatus();
    showHeaders();
    showStreamStatus();
    showBodyPage();
}

void ResponseView::appendStream(const QByteArray &bytes)
{
    m_pending += bytes;
    m_streamed += bytes.size();
    if (!m_flush.isActive()) {
        flushStream();
        m_flush.start(flushInterval, this);
    }
}

void ResponseView::timerEvent(QTimerEvent *event)
{
    if (event->id() != m_flush.id()) {
        QWidget::timerEvent(event);
    } else if (m_pending.isEmpty()) {
        m_flush.stop();
    } else {
        flushStream();
    }
}

void ResponseView::flushStream()
{
    const QByteArray bytes = std::exchange(m_pending, {});
    if (hasEvents()) {
        QScrollBar *const bar = m_eventView->verticalScrollBar();
        const bool follows = bar->value() == bar->maximum();
        m_events->append(bytes);
        if (follows) {
            m_eventView->scrollToBottom();
        }
    }
    const qint64 room = shownLimit - m_shown.size();
    if (room > 0) { // else it is long enough to be read later
        QScrollBar *const bar = m_body->verticalScrollBar();
        const bool follows = bar->value() == bar->maximum();
        QTextCursor end(m_body->document());
        end.movePosition(QTextCursor::End);
        end.insertText(shortened(m_decoder(QByteArrayView(bytes).first(std::min<qint64>(bytes.size(), room)))));
        if (follows) {
            bar->setValue(bar->maximum());
        }
    }
    m_shown.append(QByteArrayView(bytes).first(std::clamp<qint64>(maxKept - m_shown.size(), 0, bytes.size())));
    showStreamStatus();
}

/// Without what is beyond maxStreamLine in a line: a layout of a line of a megabyte takes seconds, and each piece that
/// is added makes it anew. All of it is there at the end, where long lines are folded.
QString ResponseView::shortened(const QString &text)
{
    QString out;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype found = text.indexOf(u'\n', at);
        const qsizetype end = found < 0 ? text.size() : found;
        const qsizetype room = std::max<qsizetype>(maxStreamLine - m_lineLength, 0);
        out += QStringView(text).sliced(at, std::min(end - at, room));
        m_lineLength = found < 0 ? m_lineLength + (end - at) : 0;
        if (found >= 0) {
            out += u'\n';
        }
        at = end + (found < 0 ? 0 : 1);
    }
    return out;
}

void ResponseView::showStreamStatus()
{
    const QString size = sizeText(m_streamed);
    m_time->setText(m_events->total() > 0 ? tr("%1 events · %2").arg(m_events->total()).arg(size)
                                          : tr("streaming · %1").arg(size));
    m_time->setToolTip(tr("The answer is still coming"));
}

void ResponseView::endStream(const Invocation &invocation)
{
    flushStream();
    m_flush.stop();
    m_isStreaming = false;
    const bool isPartial = invocation.error.has_value();
    const Headers headers = m_invocation.response.headers;
    m_invocation = invocation;
    showStatus();
    if (isPartial) { // what the handler had sent is of more use than the platform's own words, which stand above it
        m_invocation.response.headers = headers;
        m_copy->setEnabled(!m_shown.isEmpty());
        m_save->setEnabled(!m_shown.isEmpty());
        if (m_streamed > shownLimit) {
            m_notice->setText(tr("The first %1 of %2 are shown").arg(sizeText(shownLimit), sizeText(m_streamed)));
            m_notice->show();
        }
        return;
    }
    m_shown = invocation.response.body;
    showHeaders();
    showBody();
}

} // namespace studio
