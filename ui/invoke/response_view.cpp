// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/response_view.h"

#include "core/base/display.h"
#include "core/base/task.h"
#include "ui/common/icon_label.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/invoke/answer_find.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/event_rows.h"
#include "ui/invoke/id_button.h"
#include "ui/invoke/image_view.h"
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_table_pane.h"
#include "ui/invoke/json_tree.h"
#include "ui/invoke/json_tree_pane.h"
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
#include <QTableView>
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
    , m_asTree(makeSwitch(tr("Tree"), tr("Show the JSON as a tree")))
    , m_asTable(makeSwitch(tr("Table"),
                           tr("Show the array of objects as a table; its columns are the keys of the first 100")))
    , m_raw(makeSwitch(tr("Raw"), tr("Show the bytes as they came, without setting the JSON in lines")))
    , m_copy(new QToolButton)
    , m_save(new QToolButton)
    , m_notice(new QLabel)
    , m_pages(new QStackedWidget)
    , m_body(new CodeView)
    , m_json(new JsonView)
    , m_image(new ImageView)
    , m_tree(new JsonTreePane)
    , m_table(new JsonTablePane)
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
    m_pages->addWidget(m_image);
    m_pages->addWidget(m_tree);
    m_pages->addWidget(m_table);
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
    connect(m_image, &ImageView::bytesRequested, this, [this] { m_raw->setChecked(true); });
    const auto sayCopied = [this](const QString &what) { Q_EMIT message(what, false); };
    connect(m_tree->tree(), &JsonTree::copied, this, sayCopied);
    connect(m_table, &JsonTablePane::copied, this, sayCopied);
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
    m_asTree->hide();
    m_asTable->hide();
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
    for (QToolButton *const button : {m_asTree, m_asTable, m_raw, m_copy, m_save}) {
        button->setAutoRaise(true);
        row->addWidget(button);
    }
    connect(m_tabs, &QTabBar::currentChanged, this, &ResponseView::showBodyPage);
    // While an answer comes in, its text is in the view already.
    connect(m_raw, &QToolButton::toggled, this, [this] { m_isStreaming ? showBodyPage() : showBody(); });
    for (QToolButton *const button : {m_asTree, m_asTable, m_raw}) {
        connect(button, &QToolButton::toggled, this, [this, button](bool isOn) {
            if (isOn) {
                chooseSwitch(button);
            }
            showBodyPage();
        });
    }
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
    m_pages->setEnabled(!waiting);
}

QTableView *ResponseView::table() const
{
    return m_table->view();
}

void ResponseView::setNote(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
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
    const quint64 generation = ++m_generation;
    const QByteArray image = imageFormat(body, headerValue(m_invocation.response.headers, "content-type"));
    m_isImage = !image.isEmpty();
    m_image->clear();
    showBodyPage();
    if (m_isImage && pretty) {
        readImage(image);
        return;
    }
    if (body.size() <= atOnce) {
        present(bodyText(body, pretty, isJson));
        return;
    }
    QtConcurrent::run([body, pretty, isJson] {
        return bodyText(body, pretty, isJson);
    }).then(this, [this, generation](const BodyText &text) {
        if (m_generation == generation) {
            present(text);
        }
    });
}

/// What the image's bytes are is said by the image; Raw shows them.
void ResponseView::readImage(const QByteArray &format)
{
    setDocument(nullptr, false);
    m_notice->hide();
    m_body->setLongText({});
    m_raw->setEnabled(true);
    m_copy->setEnabled(m_shown.size() <= clipboardLimit);
    m_save->setEnabled(true);
    QtConcurrent::run([body = m_shown, format] {
        return decodeImage(body, format);
    }).then(this, [this, generation = m_generation](const DecodedImage &image) {
        if (m_generation == generation) {
            m_image->setImage(image, m_shown.size());
            Q_EMIT bodyShown();
        }
    });
}

void ResponseView::showNotices(const BodyText &text)
{
    const qint64 size = m_shown.size();
    QStringList notices;
    if (!text.fault.isEmpty()) {
        notices << text.fault;
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
    m_raw->setEnabled(text.form == BodyText::Form::PrettyJson || m_raw->isChecked() || hasEvents() || m_isImage);
    m_copy->setEnabled(size > 0 && size <= clipboardLimit);
    m_save->setEnabled(size > 0);
    setDocument(text.json, text.isOutlineShown);
    const QByteArray type = headerValue(m_invocation.response.headers, "content-type");
    m_body->setColored(text.form == BodyText::Form::PrettyJson ||
                       (text.form == BodyText::Form::Text && type.contains("json")));
    m_find->setTarget(text.isOutlineShown ? static_cast<FindTarget *>(m_json) : m_body);
    m_body->setLongText(text.text);
    showBodyPage();
}

} // namespace studio
