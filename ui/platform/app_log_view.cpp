// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/app_log_view.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/base/text.h"
#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/platform/words.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>
#include <QTimeZone>

#include <algorithm>
#include <iterator>
#include <utility>

namespace studio {

namespace {

constexpr int shownLines = 1'000;
constexpr int idHues = 12;

/// Calls that write beside each other are told apart: one colour for each id, which any start gives it again.
QColor idColor(const QString &id, bool isDark)
{
    const auto hue = static_cast<int>(qHash(id, 0) % idHues) * 360 / idHues;
    return isDark ? QColor::fromHsl(hue, 130, 180) : QColor::fromHsl(hue, 170, 80);
}

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
    m_lines.clear();
    m_nextCursor.clear();
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
    if (m_generation != generation || !page) {
        co_return;
    }
    // A busy app writes a thousand new lines between two readings: what is made of each of them is made on a worker.
    auto lines =
        co_await whileAlive(this, onWorker([lines = page->lines, isUtc = m_isUtc] { return prepared(lines, isUtc); }));
    if (m_generation != generation) {
        co_return; // also where other times are wanted by now
    }
    m_nextCursor = page->nextCursor;
    m_lines = std::move(lines);
    showLines();
}

void AppLogView::setFilter(const QString &text)
{
    m_filter = text;
    showLines();
}

void AppLogView::setLeastLevel(LogLevel level)
{
    m_least = level;
    showLines();
}

void AppLogView::setUtc(bool isUtc)
{
    m_isUtc = isUtc;
    ++m_generation; // what is made on a worker has the other times
    m_soon.start();
    for (LeveledLine &line : m_lines) {
        line.time = timeText(line.line.timeMs, isUtc);
    }
    showLines();
}

bool AppLogView::isShown(const LeveledLine &line) const
{
    const bool fits = m_filter.isEmpty() || line.executionId.startsWith(m_filter) ||
                      line.text.contains(m_filter, Qt::CaseInsensitive);
    return fits && line.level >= m_least;
}

QList<AppLogView::LeveledLine> AppLogView::prepared(const QList<AppLogLine> &lines, bool isUtc)
{
    const QList<LogLevel> levels = logLevelsOf(lines);
    QList<LeveledLine> made;
    made.reserve(lines.size());
    for (qsizetype i = 0; i < lines.size(); ++i) {
        made.append(LeveledLine{lines[i], levels[i], timeText(lines[i].line.timeMs, isUtc),
                                shortId(lines[i].executionId) + QStringLiteral("  "),
                                oneLine(withoutAnsi(QString::fromUtf8(lines[i].line.text)))});
    }
    return made;
}

QString AppLogView::timeText(qint64 timeMs, bool isUtc)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(timeMs, isUtc ? QTimeZone::UTC : QTimeZone::LocalTime);
    return time.toString(isUtc ? QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz'Z'  ")
                               : QStringLiteral("dd MMM HH:mm:ss.zzz  "));
}

void AppLogView::showLines()
{
    const QString head = m_nextCursor.isEmpty()
                             ? QString()
                             : tr("… older lines: ignite app logs %1 --cursor %2").arg(m_id.toString(), m_nextCursor);
    QList<LeveledLine> lines;
    std::ranges::copy_if(m_lines, std::back_inserter(lines), [this](const LeveledLine &line) { return isShown(line); });
    const bool isNew = lines != m_shown || head != m_head;
    if (!isNew && document()->isEmpty() == (lines.isEmpty() && head.isEmpty())) {
        return;
    }
    QScrollBar *const bar = verticalScrollBar();
    const bool follows = bar->value() >= bar->maximum() - 1;
    const int place = bar->value();
    fill(lines, head);
    bar->setValue(follows ? bar->maximum() : place);
}

/// The text at once: a busy app writes a thousand new lines between two readings. Colours as they come into sight.
void AppLogView::fill(const QList<LeveledLine> &lines, const QString &head)
{
    m_shown = lines;
    m_head = head;
    QString all;
    if (!head.isEmpty()) {
        all = head + u'\n';
    }
    for (const LeveledLine &line : lines) {
        all += line.time + line.id + line.text + u'\n';
    }
    setPlainText(all);
    QTextCursor end(document());
    end.movePosition(QTextCursor::End);
    setTextCursor(end);
}

/// As the layout's own formats, as QSyntaxHighlighter does.
void AppLogView::colourBlock(const QTextBlock &block)
{
    const Theme &theme = Theme::current();
    const auto range = [](qsizetype start, qsizetype length, const QColor &colour) {
        QTextLayout::FormatRange one;
        one.start = static_cast<int>(start);
        one.length = static_cast<int>(length);
        one.format.setForeground(colour);
        return one;
    };
    const int at = block.blockNumber() - (m_head.isEmpty() ? 0 : 1);
    if (at < 0) {
        block.layout()->setFormats({range(0, m_head.size(), theme.muted)});
    } else if (at < m_shown.size()) {
        const LeveledLine &line = m_shown[at];
        block.layout()->setFormats({range(0, line.time.size(), theme.muted),
                                    range(line.time.size(), line.id.size(), idColor(line.executionId, theme.dark)),
                                    range(line.time.size() + line.id.size(), line.text.size(),
                                          line.level == LogLevel::Error  ? theme.danger
                                          : line.level == LogLevel::Warn ? theme.warning
                                          : line.level < LogLevel::Info  ? theme.muted
                                                                         : theme.text)});
    }
}

void AppLogView::paintEvent(QPaintEvent *event)
{
    qreal y = contentOffset().y();
    for (QTextBlock block = firstVisibleBlock(); block.isValid() && y <= viewport()->height(); block = block.next()) {
        if (block.layout()->formats().isEmpty()) {
            colourBlock(block);
        }
        y += blockBoundingRect(block).height();
    }
    QPlainTextEdit::paintEvent(event);
}

auto AppLogView::lineAt(const QTextCursor &cursor) const -> const LeveledLine *
{
    const int line = cursor.blockNumber() - (m_head.isEmpty() ? 0 : 1);
    return line >= 0 && line < m_shown.size() && !m_shown[line].executionId.isEmpty() ? &m_shown[line] : nullptr;
}

/// On its time and id; in its text it selects a word, as everywhere.
void AppLogView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QTextCursor cursor = cursorForPosition(event->position().toPoint());
    const LeveledLine *const line = lineAt(cursor);
    const qsizetype before = line ? line->time.size() + line->id.size() : 0;
    if (cursor.positionInBlock() < before) {
        Q_EMIT executionChosen(line->executionId);
        return;
    }
    QPlainTextEdit::mouseDoubleClickEvent(event);
}

void AppLogView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (const LeveledLine *const line = lineAt(textCursor())) {
            Q_EMIT executionChosen(line->executionId);
        }
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void AppLogView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_shown.isEmpty()) {
        fill(QList<LeveledLine>(m_shown), QString(m_head));
    }
}

} // namespace studio
