// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/payload_assist.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/lsp/snippet.h"
#include "core/workspace/schema_items.h"
#include "ui/common/tip.h"
#include "ui/editor/completion_model.h"
#include "ui/editor/completion_popup.h"
#include "ui/invoke/payload_text.h"
#include "ui/invoke/payload_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QTimer>
#include <QToolTip>

#include <utility>

namespace studio {

namespace {

using Offered = std::pair<JsonPlace, QList<lsp::CompletionItem>>;

constexpr qsizetype maxAssisted = 128 << 10; ///< characters; a longer payload gets none

} // namespace

PayloadAssist::PayloadAssist(PayloadView *view) : QObject(view), m_view(view)
{
    view->installEventFilter(this);
    view->viewport()->installEventFilter(this);
}

PayloadAssist::~PayloadAssist()
{
    m_stop.request_stop();
    m_describe.request_stop();
}

void PayloadAssist::setSchema(const JsonSchema &schema)
{
    m_schema = schema;
    m_describe.request_stop();
    hide();
}

CompletionPopup *PayloadAssist::popup()
{
    if (!m_popup) {
        m_popup = new CompletionPopup(m_view);
        connect(m_popup, &CompletionPopup::currentChanged, this, &PayloadAssist::explain);
        connect(m_popup, &CompletionPopup::chosen, this, &PayloadAssist::accept);
    }
    return m_popup;
}

bool PayloadAssist::isShown() const
{
    return m_popup && m_popup->isVisible();
}

void PayloadAssist::hide()
{
    m_stop.request_stop();
    if (m_popup) {
        m_popup->hideAll();
    }
}

bool PayloadAssist::isAssisted() const
{
    return !m_schema.isEmpty() && m_view->document()->characterCount() <= maxAssisted;
}

QByteArray PayloadAssist::text() const
{
    return payloadBytes(m_view->text());
}

qsizetype PayloadAssist::caret() const
{
    return payloadBytes(m_view->text().first(m_view->caret())).size();
}

qsizetype PayloadAssist::toCharacters(qsizetype bytes) const
{
    return payloadText(text().first(bytes)).size();
}

void PayloadAssist::request()
{
    if (!isAssisted() || m_view->isReadOnly()) {
        hide();
        return;
    }
    detach(complete());
}

QCoro::Task<void> PayloadAssist::complete()
{
    m_stop.request_stop();
    m_stop = {};
    const std::stop_token stop = m_stop.get_token();
    const QByteArray all = text();
    const qsizetype at = caret();
    const auto offered = co_await whileAlive(this, onWorker([all, at, stop, schema = m_schema] {
                                                 const JsonPlace place = jsonPlaceAt(all, at);
                                                 return Result<Offered>({place, schemaItems(schema, place, stop)});
                                             }));
    if (stop.stop_requested() || !isAssisted() || caret() != at || text() != all) {
        co_return;
    }
    m_place = offered->first;
    showItems(QString::fromUtf8(all.sliced(m_place.from, std::max<qsizetype>(at - m_place.from, 0))).remove(u'"'),
              offered->second);
}

void PayloadAssist::showItems(QStringView typed, const QList<lsp::CompletionItem> &items)
{
    CompletionModel *const model = popup()->model();
    model->setTyped(typed.toString());
    model->setItems(items);
    const bool isWhole = model->rowCount() == 1 && model->item(0).filterText == typed;
    if (m_place.kind == JsonPlace::Kind::Nothing || model->rowCount() == 0 || isWhole) {
        hide();
        return;
    }
    const qsizetype from = toCharacters(m_place.from);
    const QTextCursor start = m_view->cursorOver(from, from);
    const QRect line = m_view->cursorRect(start);
    m_popup->showAt({m_view->viewport()->mapToGlobal(line.topLeft()), line.size()});
}

bool PayloadAssist::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ToolTip && watched == m_view->viewport()) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        return showTip(help->pos(), help->globalPos());
    }
    if (watched != m_view || m_schema.isEmpty()) {
        return false;
    }
    const bool isEscape =
        event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape;
    const bool isRequest = event->type() == QEvent::ShortcutOverride &&
                           static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space &&
                           static_cast<QKeyEvent *>(event)->modifiers() == Qt::ControlModifier;
    if ((isEscape && isShown()) || isRequest) {
        event->accept(); // else it is the window's
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        return keyPressed(*static_cast<QKeyEvent *>(event));
    }
    if (event->type() == QEvent::FocusOut) {
        hide();
    }
    return false;
}

bool PayloadAssist::keyPressed(const QKeyEvent &event)
{
    const int key = event.key();
    if (key == Qt::Key_Space && event.modifiers() == Qt::ControlModifier) {
        request();
        return true;
    }
    if (isShown() && m_popup->handleKey(event)) {
        return true;
    }
    if (key >= Qt::Key_Shift && key <= Qt::Key_Alt) {
        return false; // a part of the next one
    }
    // After the view has taken the key.
    QTimer::singleShot(0, this, [this, typed = event.text(), key] {
        afterTyping(key == Qt::Key_Backspace && isShown() ? QStringLiteral("\"") : typed);
    });
    return false;
}

/// A quote, a letter or a digit may begin or continue what is completed; anything else ends the list.
void PayloadAssist::afterTyping(const QString &typed)
{
    const bool isPart =
        !typed.isEmpty() && (typed.front().isLetterOrNumber() || QStringView(u"\"_-").contains(typed.front()));
    if (isPart && m_view->hasFocus()) {
        request();
    } else {
        hide();
    }
}

void PayloadAssist::explain(int row)
{
    if (row >= 0 && row < m_popup->model()->rowCount()) {
        m_popup->showDocumentation(m_popup->model()->item(row).documentation, {});
    }
}

void PayloadAssist::accept(int row)
{
    if (row < 0 || row >= m_popup->model()->rowCount()) {
        return;
    }
    const lsp::CompletionItem item = m_popup->model()->item(row);
    hide();
    const lsp::Snippet snippet = lsp::parseSnippet(item.insertText);
    const qsizetype from = toCharacters(m_place.from);
    m_view->replaceText(from, std::max(toCharacters(m_place.to), m_view->caret()), snippet.text);
    const qsizetype stop = from + (snippet.stops.isEmpty() ? snippet.text.size() : snippet.stops.first().from);
    m_view->setTextCursor(m_view->cursorOver(stop, stop));
    if (item.completesOn) {
        request();
    }
}

bool PayloadAssist::showTip(const QPoint &at, const QPoint &global)
{
    if (!isAssisted()) {
        return false;
    }
    detach(describe(m_view->placeAt(at), global));
    return true;
}

QCoro::Task<void> PayloadAssist::describe(qsizetype place, QPoint global)
{
    m_describe.request_stop();
    m_describe = {};
    const std::stop_token stop = m_describe.get_token();
    const auto tip = co_await whileAlive(this, onWorker([all = text(), place, stop, schema = m_schema] {
                                             const qsizetype bytes = payloadBytes(payloadText(all).first(place)).size();
                                             const JsonPlace at = jsonPlaceAt(all, std::min(bytes + 1, all.size()));
                                             return Result<QString>(schemaDescription(schema, all, at, stop));
                                         }));
    if (stop.stop_requested()) {
        co_return;
    }
    if (tip->isEmpty()) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(global, asTip(*tip), m_view);
    }
}

} // namespace studio
