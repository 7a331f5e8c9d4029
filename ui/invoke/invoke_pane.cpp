// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/invoke_pane.h"

#include "core/base/detach.h"
#include "core/base/display.h"
#include "core/collection/collection_file.h"
#include "core/collection/collection_writer.h"
#include "ui/common/banner.h"
#include "ui/common/empty_state.h"
#include "ui/common/escape.h"
#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/search_query.h"
#include "ui/invoke/body_editor.h"
#include "ui/invoke/body_text.h"
#include "ui/invoke/checks_table.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/pair_hints.h"
#include "ui/invoke/payload_editor.h"
#include "ui/invoke/response_view.h"
#include "ui/invoke/saved_request_bar.h"
#include "ui/invoke/stderr_section.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

namespace studio {

using namespace collection;

namespace {

constexpr int panePadding = 8;
constexpr int leastPathWidth = 48;
constexpr int wideRatio = 2; ///< of width to height, from which request and answer stand beside each other

} // namespace

InvokePane::InvokePane(QWidget *parent) : QWidget(parent)
{
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->addWidget(makeRequest());
    m_splitter->addWidget(makeResponse());
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({220, 440}); // a payload is short, its answer is what one reads
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
    setFocusProxy(m_payload);
}

InvokePane::~InvokePane()
{
    m_stop.request_stop();
}

QWidget *InvokePane::makeRequestRow()
{
    m_method = new QComboBox;
    for (const QByteArray &method : requestMethods()) {
        m_method->addItem(QString::fromLatin1(method));
    }
    m_method->setToolTip(tr("HTTP method"));
    m_method->setAccessibleName(tr("HTTP method"));
    m_path = new QLineEdit(QStringLiteral("/"));
    m_path->setFont(monospaceFont());
    m_path->setMinimumWidth(leastPathWidth);
    m_path->setLayoutDirection(Qt::LeftToRight); // of an address, in every language
    m_path->setPlaceholderText(QStringLiteral("/"));
    m_path->setToolTip(tr("Path and query"));
    m_path->setAccessibleName(tr("Path and query"));
    m_send = new QPushButton(tr("Send"));
    m_send->setObjectName(QStringLiteral("send"));
    m_send->setToolTip(tr("Send (Ctrl+Enter)"));
    m_send->setMinimumWidth(72);

    auto *const widget = new QWidget;
    auto *const row = new QHBoxLayout(widget);
    row->setContentsMargins(panePadding, 4, panePadding, 4);
    row->setSpacing(4);
    row->addWidget(m_method);
    row->addWidget(m_path, 1);
    row->addWidget(makeTargetChooser());
    row->addWidget(m_send);
    connect(m_send, &QPushButton::clicked, this, [this] { m_waiting ? cancel() : sendNow(); });
    m_path->installEventFilter(this);
    connect(m_path, &QLineEdit::returnPressed, this, &InvokePane::sendNow);
    connect(m_path, &QLineEdit::textEdited, this, &InvokePane::requestChanged);
    connect(m_method, &QComboBox::currentTextChanged, this, [this] {
        m_body->setMethod(m_method->currentText());
        Q_EMIT requestChanged();
    });
    return widget;
}

QWidget *InvokePane::makeRequestTabs()
{
    m_body = new BodyEditor;
    m_payload = m_body->payload();
    m_query = new PairsTable(tr("Query parameter"), tr("Added to the path, percent-encoded."));
    m_headers = new PairsTable(tr("Header"), tr("content-type is application/json unless it stands here. x-ignite-* "
                                                "headers are the platform's own and are dropped."));
    setRequestNames({}, {});
    m_checks = new ChecksTable;
    m_tabs = new QTabBar;
    m_tabs->setObjectName(QStringLiteral("requestTabs"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setDocumentMode(true);
    auto *const pages = new QStackedWidget;
    for (QWidget *const page : QList<QWidget *>{m_body, m_query, m_headers, m_checks}) {
        pages->addWidget(page);
        m_tabs->addTab({});
    }
    showTabTitles();
    auto *const widget = new QWidget;
    auto *const column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *const head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 4, 0);
    head->addWidget(m_tabs, 1);
    head->addWidget(m_body->kindButton());
    head->addWidget(makeMore());
    column->addLayout(head);
    column->addWidget(pages, 1);
    connect(m_tabs, &QTabBar::currentChanged, pages, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) { m_body->kindButton()->setVisible(tab == 0); });
    connect(m_body, &BodyEditor::changed, this, &InvokePane::requestChanged);
    for (PairsTable *const table : {m_query, m_headers}) {
        connect(table, &PairsTable::changed, this, [this] {
            showTabTitles();
            Q_EMIT requestChanged();
        });
    }
    connect(m_checks, &ChecksTable::changed, this, [this] {
        showTabTitles();
        Q_EMIT requestChanged();
    });
    connect(this, &InvokePane::requestChanged, this, &InvokePane::showEditedSoon);
    return widget;
}

void InvokePane::setRequestNames(const QStringList &query, const QStringList &headers)
{
    QStringList names = headers + requestHeaderNames(); // the handler's own first
    names.removeDuplicates();
    m_query->setHints({.names = [query] { return query; }, .values = {}});
    m_headers->setHints({.names = [names] { return names; }, .values = requestHeaderValues});
}

QWidget *InvokePane::makeMore()
{
    m_more = new QToolButton;
    m_more->setIcon(icon("application-menu"));
    m_more->setAutoRaise(true);
    m_more->setToolTip(tr("More about request and answer"));
    m_more->setAccessibleName(tr("More about request and answer"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(new QMenu(m_more));
    m_more->hide(); // without actions
    return m_more;
}

QWidget *InvokePane::makeRequest()
{
    auto *const widget = new QWidget;
    auto *const column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    QWidget *const tabs = makeRequestTabs(); // first: the row speaks to the payload
    m_savedBar = new SavedRequestBar;
    connect(m_savedBar, &SavedRequestBar::saveRequested, this, &InvokePane::saveRequested);
    connect(m_savedBar, &SavedRequestBar::revertRequested, this, &InvokePane::revertRequested);
    connect(m_savedBar, &SavedRequestBar::closeRequested, this, &InvokePane::savedClosed);
    column->addWidget(m_savedBar);
    column->addWidget(makeRequestRow());
    column->addWidget(tabs, 1);
    return widget;
}

EmptyState *InvokePane::makeEmptyPage()
{
    return new EmptyState(QStringLiteral("document-send"), tr("Nothing sent yet"),
                          tr("Run the handler, then Send: the answer appears here."));
}

QWidget *InvokePane::makeResponse()
{
    m_emptyPage = makeEmptyPage();
    m_waitingPage = makeWaitingPage();
    m_banner = new Banner;
    m_banner->hide();
    m_devNote = new QLabel;
    m_devNote->setObjectName(QStringLiteral("devNote"));
    m_devNote->setWordWrap(true);
    m_devNote->setTextFormat(Qt::PlainText);
    m_devNote->setContentsMargins(panePadding, 4, panePadding, 4);
    m_devNote->hide();
    m_progress = new QLabel;
    m_progress->setForegroundRole(QPalette::PlaceholderText);
    m_progress->setContentsMargins(panePadding, 4, panePadding, 4);
    m_progress->hide();
    m_answer = new QStackedWidget;
    m_answer->addWidget(m_emptyPage);
    m_answer->addWidget(m_waitingPage);

    auto *const widget = new QWidget;
    auto *const column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_devNote);
    column->addWidget(m_progress);
    column->addWidget(m_banner);
    column->addWidget(m_answer, 1);
    return widget;
}

ResponseView *InvokePane::response()
{
    if (!m_response) {
        m_response = new ResponseView;
        m_answer->addWidget(m_response);
        connect(m_response, &ResponseView::message, this, &InvokePane::say);
    }
    return m_response;
}

bool InvokePane::isStreaming() const
{
    return m_response && m_response->isStreaming();
}

void InvokePane::showTabTitles()
{
    const auto titled = [](const QString &name, qsizetype count) {
        return count > 0 ? QStringLiteral("%1 %2").arg(name).arg(count) : name;
    };
    m_tabs->setTabText(0, tr("Body"));
    m_tabs->setTabText(1, titled(tr("Query"), m_query->enabledPairs().size()));
    m_tabs->setTabText(2, titled(tr("Headers"), m_headers->enabledPairs().size()));
    m_tabs->setTabText(3, titled(tr("Checks"), m_checks->count()));
    m_tabs->setTabTextColor(3, QColor());
}

void InvokePane::setFunctionName(const QString &name)
{
    setAccessibleName(tr("Invoke %1").arg(name));
}

void InvokePane::setPayload(const QByteArray &payload)
{
    m_payload->setPayload(payload);
}

void InvokePane::setSchema(const JsonSchema &schema)
{
    m_payload->setSchema(schema);
}

QByteArray InvokePane::payload() const
{
    return m_payload->payload();
}

bool InvokePane::isPayloadJson() const
{
    return m_payload->isJson();
}

void InvokePane::focusPayload()
{
    m_tabs->setCurrentIndex(0);
    m_payload->setFocus(Qt::ShortcutFocusReason);
}

void InvokePane::find(const SearchQuery &query)
{
    if (!m_response || m_answer->currentWidget() != m_response) {
        return;
    }
    if (query.step == SearchQuery::Step::Next || query.step == SearchQuery::Step::Previous) {
        m_response->findNext(query.step == SearchQuery::Step::Next ? 1 : -1);
    } else {
        m_response->openFind();
    }
}

const Invocation &InvokePane::lastInvocation() const
{
    static const Invocation none;
    return m_response ? m_response->invocation() : none;
}

RequestState InvokePane::state() const
{
    return {.method = m_method->currentText().toLatin1(),
            .path = m_path->text(),
            .payload = m_payload->payload(),
            .query = m_query->pairs(),
            .headers = m_headers->pairs(),
            .bodyKind = m_body->kind(),
            .fields = m_body->fields()};
}

Json InvokePane::saveState() const
{
    Json json = toJson(state());
    SavedRequest checked; // the form of the files has all of it
    checked.assertions = m_checks->assertions();
    checked.captures = m_checks->captures();
    json["checks"] = toUtf8(QString::fromUtf8(requestText(checked)));
    json["sendTo"] = toUtf8(m_targetId);
    return json;
}

void InvokePane::restoreState(const JsonReader &state)
{
    const RequestState restored = requestStateFrom(state);
    showState(restored);
    m_payload->setPayload(restored.payload);
    const auto checked = parseRequest(state["checks"].text().toUtf8());
    m_checks->setChecks(checked ? checked->assertions : QList<Assertion>(),
                        checked ? checked->captures : QList<Capture>());
    chooseTarget(state["sendTo"].text());
}

/// All but the payload.
void InvokePane::showState(const RequestState &state)
{
    showMethod(QString::fromLatin1(state.method));
    m_path->setText(state.path);
    m_path->home(false); // a long one is shown from its beginning
    m_query->setPairs(state.query);
    m_headers->setPairs(state.headers);
    m_body->setKind(state.bodyKind);
    m_body->setFields(state.fields);
}

void InvokePane::showMethod(const QString &method)
{
    // One that is not offered, of a recorded call, stands at the end as long as it is shown.
    const int offered = static_cast<int>(requestMethods().size());
    const int found = m_method->findText(method);
    if (found < 0) {
        m_method->addItem(method);
    }
    m_method->setCurrentText(method);
    for (int i = m_method->count() - 1; i >= offered; --i) {
        if (i != m_method->currentIndex()) {
            m_method->removeItem(i);
        }
    }
}

void InvokePane::setRequest(const HttpRequest &request)
{
    const RequestState state = stateOf(request);
    showState(state);
    m_payload->replacePayload(state.payload); // what was typed comes back with Ctrl+Z
    Q_EMIT requestChanged();
}

void InvokePane::cancel()
{
    m_stop.request_stop();
}

void InvokePane::cancelDevCall()
{
    if (m_callsDevInstance) {
        cancel();
    }
}

void InvokePane::clearAnswer()
{
    m_answerBefore.reset();
    m_lastAnswer.reset();
    cancel();
    ++m_generation;
    m_tick.stop(); // what is cancelled is not waited for
    m_progress->hide();
    m_lines.clear();
    if (m_response) {
        m_response->setInvocation({});
    }
    m_banner->hide();
    showPage(m_emptyPage);
}

/// Request and answer beside each other where there is more width than height, as at the bottom of the window.
void InvokePane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_splitter->setOrientation(width() > wideRatio * height() ? Qt::Horizontal : Qt::Vertical);
}

/// Ctrl+S is the editor's elsewhere.
bool InvokePane::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && m_saved &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Save)) {
        event->accept();
        return true;
    }
    return (m_waiting && claimEscape(event)) || QWidget::event(event);
}

void InvokePane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_waiting) {
        cancel();
    } else if (m_saved && event->matches(QKeySequence::Save)) {
        Q_EMIT saveRequested();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace studio
