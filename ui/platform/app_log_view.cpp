// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/app_log_view.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/common/fonts.h"
#include "ui/platform/words.h"

#include <QDateTime>
#include <QScrollBar>

namespace studio {

namespace {

constexpr int shownLines = 1'000;

} // namespace

AppLogView::AppLogView(QWidget *parent) : QPlainTextEdit(parent)
{
    setLayoutDirection(Qt::LeftToRight); // of code, in every language
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setFont(monospaceFont());
    setLineWrapMode(NoWrap);
    document()->setDocumentMargin(8);
    setUndoRedoEnabled(false);
    setPlaceholderText(tr("What this app's calls write to stderr appears here."));
    setAccessibleName(tr("Log of the app"));
    m_soon.setSingleShot(true);
    m_soon.setInterval(100);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            detach(load());
        }
    });
}

void AppLogView::setApp(ComputeService *service, const AppId &id)
{
    if (m_service) {
        m_service->disconnect(this);
    }
    m_service = service;
    m_id = id;
    ++m_generation;
    m_page = {};
    clear();
    if (!service) {
        return;
    }
    connect(service, &ComputeService::executionChanged, this, [this](const AppId &changed) {
        if (changed == m_id && !m_soon.isActive()) {
            m_soon.start();
        }
    });
    m_soon.start();
}

void AppLogView::reload()
{
    m_soon.start();
}

void AppLogView::showEvent(QShowEvent *event)
{
    QPlainTextEdit::showEvent(event);
    m_soon.start();
}

QCoro::Task<void> AppLogView::load()
{
    if (!m_service) {
        co_return;
    }
    const quint64 generation = ++m_generation;
    const auto page = co_await whileAlive(this, m_service->appLogs(m_id, {.limit = shownLines}));
    if (m_generation == generation && page) {
        m_page = *page;
        showLines();
    }
}

void AppLogView::setFilter(const QString &text)
{
    m_filter = text;
    showLines();
}

void AppLogView::showLines()
{
    const AppLogPage &page = m_page;
    QString text = page.nextCursor.isEmpty()
                       ? QString()
                       : tr("… older lines: ignite app logs %1 --cursor %2\n").arg(m_id.toString(), page.nextCursor);
    for (const AppLogLine &line : page.lines) {
        if (!m_filter.isEmpty() && !QString::fromUtf8(line.line.text).contains(m_filter, Qt::CaseInsensitive)) {
            continue;
        }
        text += QDateTime::fromMSecsSinceEpoch(line.line.timeMs).toString(QStringLiteral("dd MMM HH:mm:ss.zzz  ")) +
                shortId(line.executionId) + QStringLiteral("  ") + QString::fromUtf8(line.line.text) + u'\n';
    }
    if (text == toPlainText()) {
        return;
    }
    QScrollBar *const bar = verticalScrollBar();
    const bool follows = bar->value() >= bar->maximum() - 1;
    const int place = bar->value();
    setPlainText(text);
    bar->setValue(follows ? bar->maximum() : place);
}

} // namespace studio
