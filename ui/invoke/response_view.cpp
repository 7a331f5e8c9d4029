// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/response_view.h"

#include "core/base/display.h"
#include "core/base/task.h"
#include "core/base/user_file.h"
#include "ui/common/icon_label.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/invoke/answer_find.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/event_rows.h"
#include "ui/invoke/id_button.h"
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_view.h"
#include "ui/invoke/stderr_section.h"
#include "ui/invoke/timing_bar.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMimeData>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QTreeWidget>

namespace studio {

namespace {

constexpr int viewPadding = 8;
constexpr int statusMarkSize = 16;
constexpr qsizetype atOnce = 16 << 10; // read on this thread: a worker's way back would only flicker
constexpr qsizetype clipboardLimit = 64 << 20;

struct Look
{
    const char *icon;
    QColor color;
};

Look lookOf(int status)
{
    const Theme &theme = Theme::current();
    if (status >= 500) {
        return {.icon = "dialog-error", .color = theme.danger};
    }
    if (status >= 400) {
        return {.icon = "dialog-warning", .color = theme.warning};
    }
    return status >= 300 ? Look{.icon = "dialog-information", .color = theme.information}
                         : Look{.icon = "checkmark", .color = theme.success};
}

Result<qint64> writeFile(const QString &path, const QByteArray &bytes)
{
    return saveUserFile(path, bytes).transform([&] { return qint64(bytes.size()); });
}

} // namespace

ResponseView::ResponseView(QWidget *parent)
    : QWidget(parent)
    , m_mark(new IconLabel(statusMarkSize))
    , m_status(new QLabel)
    , m_id(new IdButton)
    , m_time(new QLabel)
    , m_note(new QLabel)
    , m_timing(new TimingBar)
    , m_tabs(new QTabBar)
    , m_raw(new QToolButton)
    , m_copy(new QToolButton)
    , m_save(new QToolButton)
    , m_notice(new QLabel)
    , m_pages(new QStackedWidget)
    , m_body(new CodeView)
    , m_json(new JsonView)
    , m_find(new AnswerFind)
    , m_events(new EventRows(this))
    , m_eventView(makeEvents())
    , m_headers(new QTreeWidget)
    , m_stderr(new StderrSection)
{
    m_body->setReadOnly(true);
    m_body->setAccessibleName(tr("Response body"));
    m_headers->setHeaderLabels({tr("Header"), tr("Value")});
    m_headers->setRootIsDecorated(false);
    m_headers->setUniformRowHeights(true);
    m_headers->setFrameShape(QFrame::NoFrame);
    m_headers->setAccessibleName(tr("Response headers"));
    m_notice->setForegroundRole(QPalette::PlaceholderText);
    m_notice->setWordWrap(true);
    m_notice->setContentsMargins(viewPadding, 4, viewPadding, 4);
    m_pages->addWidget(m_body);
    m_pages->addWidget(m_json);
    m_pages->addWidget(m_headers);
    m_pages->addWidget(m_eventView);

    auto *const timing = new QHBoxLayout;
    timing->setContentsMargins(viewPadding, 0, viewPadding, 4);
    timing->addWidget(m_timing, 1);
    timing->addWidget(m_note); // above it would have no room in a narrow pane, which would grow
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeStatusRow());
    column->addLayout(timing);
    column->addWidget(makeTabs());
    column->addWidget(m_notice);
    column->addWidget(m_pages, 1);
    column->addWidget(m_find);
    column->addWidget(m_stderr);
    m_find->setTarget(m_body);
    connect(m_body, &CodeView::completed, this, &ResponseView::bodyShown);
    connect(m_body, &CodeView::completed, m_find, &AnswerFind::restart);
    connect(m_find, &AnswerFind::closed, this, [this] { m_pages->currentWidget()->setFocus(Qt::OtherFocusReason); });
}

QWidget *ResponseView::makeStatusRow()
{
    QFont strong = font();
    strong.setBold(true);
    m_status->setFont(strong);
    m_status->setTextFormat(Qt::PlainText);
    m_note->setTextFormat(Qt::PlainText);
    m_note->hide();
    auto *const widget = new QWidget;
    auto *const row = new QHBoxLayout(widget);
    row->setContentsMargins(viewPadding, 4, viewPadding, 2);
    row->setSpacing(6);
    row->addWidget(m_mark);
    row->addWidget(m_status);
    row->addStretch(1);
    row->addWidget(m_id, 100);
    row->addWidget(m_time);
    return widget;
}

QWidget *ResponseView::makeTabs()
{
    m_tabs->setObjectName(QStringLiteral("responseTabs"));
    m_tabs->addTab(tr("Body"));
    m_tabs->addTab(tr("Headers"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setDocumentMode(true);
    m_raw->setText(tr("Raw"));
    m_raw->setCheckable(true);
    m_raw->setToolTip(tr("Show the bytes as they came, without setting the JSON in lines"));
    m_copy->setIcon(icon("edit-copy"));
    m_copy->setToolTip(tr("Copy the body, every byte of it"));
    m_copy->setAccessibleName(tr("Copy the body"));
    m_save->setIcon(icon("document-save-as"));
    m_save->setToolTip(tr("Save the body to a file…"));
    m_save->setAccessibleName(tr("Save the body to a file"));

    auto *const widget = new QWidget;
    auto *const row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 4, 0);
    row->setSpacing(2);
    row->addWidget(m_tabs);
    row->addStretch(1);
    for (QToolButton *const button : {m_raw, m_copy, m_save}) {
        button->setAutoRaise(true);
        row->addWidget(button);
    }
    connect(m_tabs, &QTabBar::currentChanged, this, &ResponseView::showBodyPage);
    // While an answer comes in, its text is in the view already.
    connect(m_raw, &QToolButton::toggled, this, [this] { m_isStreaming ? showBodyPage() : showBody(); });
    connect(m_copy, &QToolButton::clicked, this, &ResponseView::copyBody);
    connect(m_save, &QToolButton::clicked, this, &ResponseView::saveBody);
    return widget;
}

void ResponseView::setInvocation(const Invocation &invocation)
{
    m_invocation = invocation;
    m_shown = invocation.response.body;
    m_isStreaming = false;
    m_flush.stop();
    setWaiting(false);
    m_stderr->clear();
    showStatus();
    showHeaders();
    m_events->restart();
    if (hasEvents()) {
        m_events->append(m_shown);
    }
    showBody();
}

void ResponseView::setWaiting(bool waiting)
{
    for (QWidget *const part :
         {static_cast<QWidget *>(m_body), static_cast<QWidget *>(m_json), static_cast<QWidget *>(m_headers)}) {
        part->setEnabled(!waiting);
    }
}

void ResponseView::setNote(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void ResponseView::openFind()
{
    m_tabs->setCurrentIndex(0);
    if (hasEvents()) {
        m_raw->setChecked(true); // the text of the events
    }
    m_find->open();
}

void ResponseView::findNext(int direction)
{
    if (m_find->isVisible()) {
        m_find->find(direction);
    } else {
        openFind();
    }
}

void ResponseView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_invocation.response.status != 0) {
        m_shownIcon.clear(); // its colours are the theme's
        showStatus();
    }
}

void ResponseView::showStatus()
{
    const HttpResponse &response = m_invocation.response;
    const Look look = lookOf(response.status);
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, look.color);
    m_status->setPalette(colors);
    if (std::exchange(m_shownIcon, look.icon) != look.icon) { // only the check mark has no colour of its own
        m_mark->setIcon(icon(look.icon, &Theme::success));
    }
    m_status->setText(QStringLiteral("%1 %2").arg(response.status).arg(QString::fromLatin1(response.reason)).trimmed());
    m_id->setId(m_invocation.executionId);
    m_time->setText(QStringLiteral("%1 · %2").arg(durationText(m_invocation.timings.total),
                                                  m_invocation.coldStart ? tr("cold") : tr("warm")));
    m_time->setToolTip(m_invocation.coldStart ? tr("An instance was started for this call")
                                              : tr("The instance was running already"));
    m_timing->setInvocation(m_invocation);
}

void ResponseView::showHeaders()
{
    const qsizetype count = m_invocation.response.headers.size();
    m_tabs->setTabText(1, count == 0 ? tr("Headers") : tr("Headers %1").arg(count));
    m_hasNewHeaders = true;
    if (m_pages->currentWidget() == m_headers) {
        fillHeaders();
    }
}

void ResponseView::fillHeaders()
{
    m_hasNewHeaders = false;
    m_headers->clear();
    for (const auto &[name, value] : m_invocation.response.headers) {
        auto *const row = new QTreeWidgetItem(m_headers, {QString::fromLatin1(name), QString::fromUtf8(value)});
        row->setToolTip(1, asTip(QString::fromUtf8(value)));
    }
    m_headers->resizeColumnToContents(0);
}

void ResponseView::showBody()
{
    const QByteArray body = m_shown;
    const bool pretty = !m_raw->isChecked();
    const bool isJson =
        headerValue(m_invocation.response.headers, "content-type").contains("json") && !m_invocation.response.truncated;
    const quint64 round = ++m_generation;
    showBodyPage();
    if (body.size() <= atOnce) {
        present(bodyText(body, pretty, isJson));
        return;
    }
    QtConcurrent::run([body, pretty, isJson] {
        return bodyText(body, pretty, isJson);
    }).then(this, [this, round](const BodyText &text) {
        if (m_generation == round) {
            present(text);
        }
    });
}

void ResponseView::showNotices(const BodyText &text)
{
    const qint64 size = m_shown.size();
    QStringList notices;
    if (!text.fault.isEmpty()) {
        notices << tr("Not valid JSON: %1").arg(text.fault);
    }
    if (text.form == BodyText::Form::Binary) {
        notices << tr("Binary, %1").arg(sizeText(size));
    }
    if (text.lines > 0) {
        notices << tr("The first %1 lines are shown").arg(QLocale().toString(text.lines));
    } else if (text.cut) {
        notices << tr("The first %1 of %2 are shown").arg(sizeText(text.escapeBytes), sizeText(size));
    }
    if (text.folded) {
        notices << tr("Very long lines are shortened here");
    }
    if (m_invocation.response.truncated) {
        notices << tr("The answer was longer: %1 of it were kept").arg(sizeText(size));
    }
    if (text.form == BodyText::Form::Empty) {
        notices << tr("The body is empty");
    }
    const bool partly = text.cut || text.lines > 0;
    m_notice->setText(notices.join(QStringLiteral(". ")) + (partly ? tr(". Save it to see all of it.") : QString()));
    m_notice->setVisible(!notices.isEmpty());
}

void ResponseView::present(const BodyText &text)
{
    const qint64 size = m_shown.size();
    showNotices(text);
    m_raw->setEnabled(text.form == BodyText::Form::PrettyJson || m_raw->isChecked() || hasEvents());
    m_copy->setEnabled(size > 0 && size <= clipboardLimit);
    m_save->setEnabled(size > 0);
    m_isOutlineShown = text.isOutlineShown;
    m_json->setOutline(text.isOutlineShown ? text.json : nullptr);
    const QByteArray type = headerValue(m_invocation.response.headers, "content-type");
    m_body->setColored(text.form == BodyText::Form::PrettyJson ||
                       (text.form == BodyText::Form::Text && type.contains("json")));
    m_find->setTarget(m_isOutlineShown ? static_cast<FindTarget *>(m_json) : m_body);
    m_body->setLongText(text.text);
    showBodyPage();
}

void ResponseView::copyBody()
{
    auto *const copied = new QMimeData;
    copied->setText(QString::fromUtf8(m_shown));
    copied->setData(QStringLiteral("application/octet-stream"), m_shown);
    QApplication::clipboard()->setMimeData(copied);
    Q_EMIT message(tr("Copied %1").arg(sizeText(m_shown.size())), false);
}

void ResponseView::saveBody()
{
    const bool json = headerValue(m_invocation.response.headers, "content-type").contains("json");
    auto *const dialog = new QFileDialog(this, tr("Save the response body"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(json ? QStringLiteral("response.json") : QStringLiteral("response.bin"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, body = m_shown](const QString &path) {
        QtConcurrent::run([path, body] {
            return writeFile(path, body);
        }).then(this, [this, path](const Result<qint64> &written) {
            Q_EMIT message(written ? tr("Saved %1 to %2").arg(sizeText(*written), path) : written.error().message,
                           !written.has_value());
        });
    });
    dialog->open();
}

} // namespace studio
