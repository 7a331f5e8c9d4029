// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/executions_pane.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/common/empty_state.h"
#include "ui/platform/app_log_view.h"
#include "ui/platform/call_filter.h"
#include "ui/platform/execution_view.h"
#include "ui/platform/executions_model.h"
#include "ui/platform/plain_table.h"
#include "ui/platform/words.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedLayout>
#include <QTabBar>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int recordFromWidth = 760;       // narrower, the list needs the room
constexpr int allColumnsFromWidth = 1'100; // narrower, the record tells the rest
constexpr qsizetype readOneByOne = 8;      ///< more changed than this: the page is read again

} // namespace

ExecutionsPane::ExecutionsPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new ExecutionsModel(this))
    , m_table(new PlainTable(m_model, ExecutionsModel::Request))
    , m_record(new ExecutionView)
    , m_log(new AppLogView)
    , m_tabs(new QTabBar)
    , m_search(new CallFilter)
    , m_fault(new QLabel)
    , m_level(new QComboBox)
    , m_utc(new QCheckBox(tr("UTC")))
    , m_splitter(new QSplitter)
    , m_empty(new EmptyState(QStringLiteral("mail-send"), tr("No calls yet"),
                             tr("Each call of this app is kept here: from Send, the command line and the gateway.")))
    , m_again(new QAction(tr("Try again"), this))
    , m_name(new QLabel)
    , m_nothing(new QLabel(tr("No call matches.")))
    , m_rows(nullptr)
    , m_pages(nullptr)
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_fault);
    auto *const pages = new QWidget;
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(makeCalls());
    m_pages->addWidget(m_log);
    column->addWidget(pages, 1);
    setFocusProxy(m_table);

    m_table->installEventFilter(this);
    connect(m_again, &QAction::triggered, this, &ExecutionsPane::reload);
    connect(m_tabs, &QTabBar::currentChanged, this, &ExecutionsPane::showPage);
    connect(m_record, &ExecutionView::requestChosen, this, &ExecutionsPane::requestChosen);
    connect(m_record, &ExecutionView::sourceRequested, this, [this](const QString &file, int line, int place) {
        Q_EMIT sourceRequested(m_record->execution(), file, line, place);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &now) {
        if (now.isValid()) {
            detach(showRecord(m_model->at(now.row()).id));
        }
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &ExecutionsPane::showMenu);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value > m_table->verticalScrollBar()->maximum() - m_table->height()) {
            detach(loadMore());
        }
    });
    m_changeTimer.setSingleShot(true);
    m_changeTimer.setInterval(50);
    connect(&m_changeTimer, &QTimer::timeout, this, [this] {
        const QSet<QString> ids = std::exchange(m_changedIds, {});
        if (ids.size() > readOneByOne || ids.contains(QString()) || !m_search->text().isEmpty()) {
            requestLoad();
            return;
        }
        for (const QString &id : ids) {
            detach(refresh(id));
        }
    });
    connectSearch();
    connectLog();
}

void ExecutionsPane::connectLog()
{
    connect(m_level, &QComboBox::currentIndexChanged, m_log,
            [this] { m_log->setLeastLevel(static_cast<LogLevel>(m_level->currentData().toInt())); });
    connect(m_utc, &QCheckBox::toggled, m_log, &AppLogView::setUtc);
    connect(m_log, &AppLogView::executionChosen, this, [this](const QString &id) {
        m_tabs->setCurrentIndex(0);
        if (m_model->rowOf(id) < 0) {
            m_wantedId = id;
            m_search->setText(id); // its call is not among those that are listed
        }
        choose(id);
        m_table->setFocus();
    });
}

QWidget *ExecutionsPane::makeHead()
{
    auto *const head = new QWidget;
    auto *const row = new QHBoxLayout(head);
    row->setContentsMargins(4, 2, 8, 2);
    row->setSpacing(8);
    m_tabs->addTab(tr("Calls"));
    m_tabs->addTab(tr("Log"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_search->setMaximumWidth(560);
    m_search->setAccessibleName(tr("Search calls"));
    m_fault->setContentsMargins(12, 0, 8, 4);
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->hide();
    m_name->setTextFormat(Qt::PlainText);
    m_name->setContentsMargins(8, 0, 0, 0);
    row->addWidget(m_name);
    row->addWidget(m_tabs);
    row->addStretch(1);
    row->addWidget(m_search, 4);
    m_level->setAccessibleName(tr("Level"));
    for (const auto &[level, text] :
         {std::pair(LogLevel::None, tr("Every level")), std::pair(LogLevel::Debug, tr("Debug and above")),
          std::pair(LogLevel::Info, tr("Info and above")), std::pair(LogLevel::Warn, tr("Warnings and errors")),
          std::pair(LogLevel::Error, tr("Errors"))}) {
        m_level->addItem(text, static_cast<int>(level));
    }
    m_utc->setToolTip(tr("Times of UTC instead of this machine's"));
    row->addWidget(m_level);
    row->addWidget(m_utc);
    m_level->hide(); // until the log is shown
    m_utc->hide();
    return head;
}

QWidget *ExecutionsPane::makeCalls()
{
    m_table->setAccessibleName(tr("Calls"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_record);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({740, 520});
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    auto *const calls = new QWidget;
    m_rows = new QStackedLayout(calls);
    m_rows->addWidget(m_empty);
    m_rows->addWidget(m_nothing);
    m_rows->addWidget(m_splitter);
    return calls;
}

void ExecutionsPane::setApp(ComputeService *service, const AppId &id)
{
    if (m_service) {
        m_service->disconnect(this);
    }
    m_service = service;
    m_id = id;
    ++m_generation;
    m_isLoading = false;
    m_cursor.clear();
    m_changedIds.clear();
    m_model->setRows({});
    m_model->setApp(id);
    m_record->clear();
    m_name->setText(service ? id.toString() : QString());
    m_log->setApp(service, id);
    m_empty->setFailure({});
    showEmptiness();
    if (!service) {
        return;
    }
    connect(service, &ComputeService::executionChanged, this, [this](const AppId &app, const QString &executionId) {
        if (isListed(app)) {
            changed(executionId);
        }
    });
    connect(service, &ComputeService::appChanged, this, [this](const AppId &app) {
        if (app == m_id) {
            detach(lookForApp());
        }
    });
    detach(load());
}

/// Deleted, its records are too; of other news of it the list knows nothing.
QCoro::Task<void> ExecutionsPane::lookForApp()
{
    const quint64 generation = m_generation;
    const auto app = co_await whileAlive(this, m_service->getApp(m_id));
    if (m_generation == generation && !app && app.error().code == ErrorCode::NotFound) {
        requestLoad();
    }
}

void ExecutionsPane::reload()
{
    detach(load());
    m_log->reload();
}

/// The search is for calls, or for lines of the log.
void ExecutionsPane::showPage(int page)
{
    m_pages->setCurrentIndex(page);
    m_search->setPlaceholderText(page == 0 ? tr("Search: words, an id, status:error, duration:>200ms, since:1h …")
                                           : tr("Only lines with these words, or of this id"));
    m_level->setVisible(page == 1);
    m_utc->setVisible(page == 1);
}

void ExecutionsPane::changed(const QString &executionId)
{
    m_changedIds.insert(executionId);
    if (!m_changeTimer.isActive()) {
        m_changeTimer.start();
    }
}

QCoro::Task<void> ExecutionsPane::load()
{
    if (!m_service) {
        co_return;
    }
    const quint64 generation = ++m_generation;
    const QString text = m_search->text();
    readSearch();
    m_isLoading = true;
    m_isLoadWanted = false;
    m_cursor.clear(); // it is of the search before
    const auto page = co_await whileAlive(this, list(m_words.query));
    if (m_generation != generation) {
        co_return;
    }
    m_isLoading = false;
    // Of what is searched for it is the newest there is, also where calls come faster than they are listed.
    if (!m_isLoadWanted || m_search->text() == text) {
        takePage(page);
    }
    if (m_isLoadWanted) {
        detach(load());
        co_return;
    }
    Q_EMIT listed();
}

void ExecutionsPane::takePage(const Result<ExecutionPage> &page)
{
    if (!page && page.error().code != ErrorCode::NotFound) {
        m_empty->setFailure(page.error().message, m_again);
        showEmptiness();
        Q_EMIT loadFailed(page.error());
        return;
    }
    m_empty->setFailure({});
    if (!page) { // the app does not exist yet, or not any more
        m_model->setRows({});
        m_record->clear();
        m_log->reload();
        showEmptiness();
        return;
    }
    const int row = m_table->currentRow();
    const QString wanted = std::exchange(m_wantedId, {});
    const QString before = !wanted.isEmpty() ? wanted : row >= 0 ? m_model->at(row).id : QString();
    m_cursor = page->nextCursor;
    m_model->setRows(page->executions);
    if (const int again = m_model->rowOf(before); again >= 0 && again != m_table->currentRow()) {
        m_table->selectRow(again);
    } else if (again < 0) {
        m_record->clear(); // it is none of these
    }
    showEmptiness();
}

QCoro::Task<void> ExecutionsPane::loadMore()
{
    if (m_cursor.isEmpty() || m_isLoading || m_isLoadingMore || !m_service) {
        co_return;
    }
    const quint64 generation = m_generation;
    m_isLoadingMore = true;
    ExecutionQuery next = m_words.query;
    next.cursor = m_cursor;
    const auto page = co_await whileAlive(this, list(next));
    m_isLoadingMore = false;
    if (page && m_generation == generation) {
        m_cursor = page->nextCursor;
        m_model->append(page->executions);
    }
}

/// One call began, ended or was deleted.
QCoro::Task<void> ExecutionsPane::refresh(QString id)
{
    const quint64 generation = m_generation;
    const auto execution = co_await whileAlive(this, m_service->getExecution(id));
    if (m_generation != generation) {
        co_return;
    }
    if (!execution) {
        requestLoad();
        co_return;
    }
    // What is read stays where it is while calls come in above it.
    const QRect before = m_table->visualRect(m_table->currentIndex());
    m_model->put(*execution);
    if (before.isValid() && m_table->viewport()->rect().intersects(before)) {
        QScrollBar *const bar = m_table->verticalScrollBar();
        m_table->doItemsLayout();
        bar->setValue(bar->value() + m_table->visualRect(m_table->currentIndex()).top() - before.top());
    }
    if (m_record->execution().id == id) {
        m_record->setExecution(*execution);
    }
    showEmptiness();
}

QCoro::Task<void> ExecutionsPane::showRecord(QString id)
{
    const auto execution = co_await whileAlive(this, m_service->getExecution(id));
    if (m_table->currentRow() < 0 || m_model->at(m_table->currentRow()).id != id) {
        co_return;
    }
    if (execution) {
        m_record->setExecution(*execution);
        detach(showLimits(*execution));
    } else {
        m_record->clear(); // rather than another one's
        Q_EMIT message(execution.error().message, true);
    }
}

void ExecutionsPane::choose(const QString &executionId)
{
    if (const int row = m_model->rowOf(executionId); row >= 0) {
        m_table->selectRow(row);
    }
}

void ExecutionsPane::showEmptiness()
{
    if (m_model->rowCount() > 0) {
        m_rows->setCurrentWidget(m_splitter);
        return;
    }
    const bool filtered = !m_search->text().isEmpty();
    m_rows->setCurrentWidget(filtered ? static_cast<QWidget *>(m_nothing) : m_empty);
}

void ExecutionsPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_record->setVisible(width() >= recordFromWidth);
    const bool isNarrow = width() < allColumnsFromWidth;
    for (const int column : {ExecutionsModel::Start, ExecutionsModel::When, ExecutionsModel::Request}) {
        m_table->setColumnHidden(column, isNarrow);
    }
}

} // namespace studio
