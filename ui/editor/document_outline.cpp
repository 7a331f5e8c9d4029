// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/document_outline.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/language_features.h"

#include <QEvent>

namespace studio {

namespace {

constexpr std::chrono::milliseconds outlinePause{300};
constexpr std::chrono::milliseconds outlineRetryPause{1'000};
constexpr int maxOutlineFailures = 3;

} // namespace

DocumentOutline::DocumentOutline(CodeEditor *editor, LanguageFeatures *features)
    : QObject(editor), m_editor(editor), m_features(features)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] { detach(ask()); });
    connect(editor, &CodeEditor::changed, this, &DocumentOutline::askSoon);
    connect(features, &LanguageFeatures::answersOutdated, this, &DocumentOutline::askSoon);
    askSoon();
}

void DocumentOutline::addView(CodeEditor *view)
{
    view->installEventFilter(this);
    if (view->isVisible() && m_isOutdated) {
        m_pause.start(outlinePause);
    }
}

bool DocumentOutline::isShown() const
{
    const CodeEditor *const other = m_editor->otherView();
    return m_editor->isVisible() || (other && other->isVisible());
}

QList<CodeSymbol> DocumentOutline::symbolsAtCaretOf(const CodeEditor &view) const
{
    return symbolsAround(m_symbols, view.placeOf(view.caretPosition()));
}

void DocumentOutline::askSoon()
{
    m_isOutdated = true;
    m_failures = 0;
    m_stop.request_stop();
    m_pause.start(outlinePause);
}

void DocumentOutline::askNow()
{
    if (m_pause.isActive()) {
        m_pause.start(std::chrono::milliseconds::zero());
    }
}

bool DocumentOutline::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show && m_isOutdated) {
        m_pause.start(outlinePause);
    }
    return QObject::eventFilter(watched, event);
}

QCoro::Task<void> DocumentOutline::ask()
{
    if (!isShown() || !m_features->isReadyFor(m_editor)) {
        co_return; // asked when it is
    }
    m_stop = std::stop_source();
    const std::stop_token stop = m_stop.get_token();
    m_isAsking = true;
    const QString path = m_features->pathOf(m_editor);
    const auto symbols = co_await whileAlive(this, m_features->symbols()->inDocument(path, stop));
    if (stop.stop_requested()) {
        co_return;
    }
    m_isAsking = false;
    if (symbols) {
        m_isOutdated = false;
        m_symbols = *symbols;
        Q_EMIT changed();
    } else if (!m_pause.isActive() && ++m_failures < maxOutlineFailures) {
        m_pause.start(outlineRetryPause);
    }
}

} // namespace studio
