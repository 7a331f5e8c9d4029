// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/execution_view.h"

#include "core/base/display.h"
#include "core/base/json.h"
#include "core/workspace/execution_source.h"
#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/tip.h"
#include "ui/platform/execution_waterfall.h"
#include "ui/platform/words.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedLayout>
#include <QTabBar>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

namespace studio {

namespace {

enum Page { Response, Request, Stderr, Timeline, Details };

constexpr qsizetype shownBody = 256 << 10; ///< of a body; the rest can be had from the command line

QString headersText(const Headers &headers)
{
    QString text;
    for (const auto &[name, value] : headers) {
        text += QString::fromLatin1(name + ": " + value) + u'\n';
    }
    return text;
}

/// In lines where it is JSON.
QString escapeControlCharacters(const QByteArray &body)
{
    if (body.size() > shownBody) {
        return bodyPreview(body.first(shownBody)) +
               ExecutionView::tr("\n… the first %1 of %2").arg(sizeText(shownBody), sizeText(body.size()));
    }
    if (const auto json = parseJson(body)) {
        return QString::fromUtf8(json->toUtf8(2));
    }
    return bodyPreview(body);
}

QToolButton *button(const char *iconName, const QString &text, const QString &tip)
{
    auto *const made = new QToolButton;
    made->setIcon(icon(iconName));
    made->setText(text);
    made->setToolTip(tip);
    made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    made->setIconSize({16, 16});
    made->setAutoRaise(true);
    return made;
}

} // namespace

ExecutionView::ExecutionView(QWidget *parent)
    : QWidget(parent)
    , m_status(new QLabel)
    , m_reason(new QLabel)
    , m_tabs(new QTabBar)
    , m_text(new QPlainTextEdit)
    , m_waterfall(new ExecutionWaterfall)
    , m_again(button("mail-send", tr("Edit and send"), tr("Put this request into the invoke pane")))
    , m_panic(button("go-jump", tr("Go to panic"), tr("Open the source of that version where the handler panicked")))
    , m_source(button("text-rust", tr("Source"), tr("Open the source that this call ran, to be read")))
{
    for (const QString &title : {tr("Response"), tr("Request"), tr("stderr"), tr("Timeline"), tr("Details")}) {
        m_tabs->addTab(title);
    }
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setFont(monospaceFont());
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_text->setLayoutDirection(Qt::LeftToRight); // as it was written, in every language
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->document()->setDocumentMargin(8);
    m_text->setPlaceholderText(tr("Choose a call to see its record."));
    m_text->setAccessibleName(tr("Record of the execution"));
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_reason);
    column->addWidget(m_tabs);
    auto *const pages = new QWidget;
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(m_text);
    auto *const scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_waterfall);
    m_pages->addWidget(scroll);
    column->addWidget(pages, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, &ExecutionView::showPage);
    connect(m_waterfall, &ExecutionWaterfall::lineActivated, this, &ExecutionView::showLine);
    connect(m_again, &QToolButton::clicked, this, [this] { Q_EMIT requestChosen(m_execution.request); });
    connect(m_panic, &QToolButton::clicked, this, [this] {
        if (m_execution.panic) {
            Q_EMIT sourceRequested(m_execution.panic->file, m_execution.panic->line, m_execution.panic->column);
        }
    });
    connect(m_source, &QToolButton::clicked, this, [this] { Q_EMIT sourceRequested({}, 0, 0); });
    m_text->viewport()->installEventFilter(this);
    m_text->installEventFilter(this);
    clear();
}

QWidget *ExecutionView::makeHead()
{
    auto *const head = new QWidget;
    auto *const row = new QHBoxLayout(head);
    row->setContentsMargins(8, 2, 8, 2);
    row->setSpacing(4);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setMinimumWidth(40);
    row->addWidget(m_status, 1);
    row->addWidget(m_panic);
    row->addWidget(m_source);
    row->addWidget(m_again);
    m_reason->setContentsMargins(8, 0, 8, 4);
    m_reason->setWordWrap(true);
    m_reason->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long word must not take the list's room
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return head;
}

void ExecutionView::clear()
{
    m_execution = {};
    show();
}

void ExecutionView::setExecution(const Execution &execution)
{
    if (execution == m_execution) {
        return; // keeps what is selected and where it stands
    }
    m_execution = execution;
    show();
}

void ExecutionView::show()
{
    const bool any = !m_execution.id.isEmpty();
    const QString answer =
        m_execution.response.status > 0 ? QString::number(m_execution.response.status) + u' ' : QString();
    m_status->setText(any ? answer + m_execution.id : QString());
    const QString reason = m_execution.panic ? tr("Panicked at %1:%2:%3: %4")
                                                   .arg(m_execution.panic->file)
                                                   .arg(m_execution.panic->line)
                                                   .arg(m_execution.panic->column)
                                                   .arg(m_execution.panic->message)
                                             : m_execution.error;
    m_reason->setText(reason);
    m_reason->setToolTip(asTip(m_reason->text())); // of which the end of a long word may be cut off
    m_reason->setVisible(!reason.isEmpty());
    m_panic->setVisible(m_execution.panic.has_value());
    m_source->setVisible(any && !m_execution.panic);
    m_again->setEnabled(any);
    m_tabs->setTabText(Stderr,
                       m_execution.lines.isEmpty() ? tr("stderr") : tr("stderr %1").arg(m_execution.lines.size()));
    m_waterfall->setExecution(m_execution);
    showPage();
}

void ExecutionView::showPage()
{
    const bool isTimeline = m_tabs->currentIndex() == Timeline && !m_execution.id.isEmpty();
    m_pages->setCurrentIndex(isTimeline ? 1 : 0);
    if (!isTimeline) {
        m_text->setPlainText(pageText());
    }
}

void ExecutionView::showLine(int line)
{
    m_tabs->setCurrentIndex(Stderr);
    QTextCursor cursor(m_text->document()->findBlockByNumber(line));
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    m_text->setTextCursor(cursor);
    m_text->setFocus();
}

void ExecutionView::setLimits(const CallLimits &limits)
{
    m_waterfall->setLimits(limits);
}

/// The place that a line of stderr names, such as src/lib.rs:12:5: by a double click on it, or Return in its line.
bool ExecutionView::openPlaceAt(const QPoint &position)
{
    const QTextCursor cursor = m_text->cursorForPosition(position);
    const auto place = m_tabs->currentIndex() == Stderr ? sourcePlaceIn(cursor.block().text()) : std::nullopt;
    if (place) {
        Q_EMIT sourceRequested(place->file, place->line, place->column);
    }
    return place.has_value();
}

bool ExecutionView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text->viewport() && event->type() == QEvent::MouseButtonDblClick) {
        return openPlaceAt(static_cast<QMouseEvent *>(event)->position().toPoint());
    }
    if (watched == m_text && event->type() == QEvent::KeyPress &&
        (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Return ||
         static_cast<QKeyEvent *>(event)->key() == Qt::Key_Enter)) {
        return openPlaceAt(m_text->cursorRect().center());
    }
    return QWidget::eventFilter(watched, event);
}

QString ExecutionView::pageText() const
{
    if (m_execution.id.isEmpty()) {
        return {};
    }
    switch (m_tabs->currentIndex()) {
    case Request:
        return QString::fromLatin1(m_execution.request.method + ' ' + m_execution.request.target) + u'\n' +
               headersText(m_execution.request.headers) + u'\n' + escapeControlCharacters(m_execution.request.body);
    case Stderr: {
        QString text;
        for (const ExecutionLine &line : m_execution.lines) {
            text += QDateTime::fromMSecsSinceEpoch(line.timeMs).toString(QStringLiteral("HH:mm:ss.zzz  ")) +
                    QString::fromUtf8(line.text) + u'\n';
        }
        if (m_execution.linesDropped > 0) {
            text += counted(m_execution.linesDropped, tr("… 1 more line was not kept"),
                            tr("… %1 more lines were not kept"));
        }
        return text.isEmpty() ? tr("The handler wrote nothing to stderr in this call.") : text;
    }
    case Details:
        return details();
    default:
        break;
    }
    if (m_execution.response.status == 0) {
        return m_execution.status == ExecutionStatus::Running ? tr("It is still running.") : tr("There was no answer.");
    }
    return escapeControlCharacters(m_execution.response.body);
}

QString ExecutionView::details() const
{
    const Execution &e = m_execution;
    QString text;
    const auto line = [&text](const QString &name, const QString &value) {
        if (!value.isEmpty()) {
            text += name.leftJustified(14) + value + u'\n';
        }
    };
    line(tr("Status"), statusText(e.status));
    line(tr("Begun"), QLocale().toString(QDateTime::fromMSecsSinceEpoch(e.createdAtMs), QLocale::LongFormat));
    line(tr("Function"), e.app.functionId() + QStringLiteral(" · ") + codeText(e));
    line(tr("Target"), targetName(e.target) + QStringLiteral(" · Rust ") + e.toolchain);
    const auto known = [&e](const QString &time) { return e.totalUs > 0 ? time : QString(); }; // once it has ended
    line(tr("Start"), known(e.coldStart ? tr("cold, %1").arg(durationText(e.startUs)) : tr("warm")));
    line(tr("Queued"), known(durationText(e.queuedUs)));
    line(tr("Handler"), e.handlerUs >= 0 ? durationText(e.handlerUs) : QString());
    line(tr("Total"), known(durationText(e.totalUs)));
    line(tr("CPU"), e.cpuUs >= 0 ? durationText(e.cpuUs) : QString());
    line(tr("Memory peak"), e.memoryPeakBytes > 0 ? sizeText(e.memoryPeakBytes) : QString());
    line(tr("Request"), keptText(e.requestBytes, e.request.body.size()));
    line(tr("Response"), keptText(e.responseBytes, e.response.body.size()));
    line(tr("Sources"), QString::fromLatin1(e.codeHash));
    line(tr("Artifact"), QString::fromLatin1(e.artifactHash));
    if (!e.response.headers.isEmpty()) {
        text += u'\n' + headersText(e.response.headers);
    }
    return text;
}

} // namespace studio
