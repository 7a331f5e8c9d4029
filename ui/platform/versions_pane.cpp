// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/versions_pane.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/base/user_file.h"
#include "ui/common/action.h"
#include "ui/common/empty_state.h"
#include "ui/common/icons.h"
#include "ui/common/tip.h"
#include "ui/platform/compare_dialog.h"
#include "ui/platform/plain_table.h"
#include "ui/platform/versions_model.h"
#include "ui/platform/words.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int versionsPageSize = 100;

/// `newest`: the versions that are known.
QString draftText(const AppState &state, const QList<Version> &newest)
{
    if (!state.draft) {
        return VersionsPane::tr("No draft");
    }
    const Draft &draft = *state.draft;
    const QString when = whenText(draft.updatedAtMs);
    if (state.active && state.active->codeHash == draft.codeHash && state.active->artifactHash == draft.artifactHash) {
        return VersionsPane::tr("Draft of %1 · published as version %2").arg(when).arg(state.active->number);
    }
    const auto same = std::ranges::find_if(newest, [&](const Version &one) {
        return one.codeHash == draft.codeHash && one.artifactHash == draft.artifactHash;
    });
    if (same != newest.end()) {
        return VersionsPane::tr("Draft of %1 · the code of version %2").arg(when).arg(same->number);
    }
    if (draft.status == DraftStatus::Compiled) {
        return VersionsPane::tr("Draft of %1 · compiled, ready to publish").arg(when);
    }
    if (draft.status == DraftStatus::Compiling) {
        return VersionsPane::tr("Draft of %1 · compiling").arg(when);
    }
    if (draft.status == DraftStatus::Failed) {
        return VersionsPane::tr("Draft of %1 · does not compile").arg(when);
    }
    return VersionsPane::tr("Draft of %1 · not compiled").arg(when);
}

} // namespace

VersionActions::VersionActions(QObject *owner)
    : rollBack(
          makeAction(owner, {.id = QStringLiteral("versions.rollBack"),
                             .text = VersionsPane::tr("Roll back…"),
                             .tip = VersionsPane::tr("Make the chosen version the active one; nothing is rewritten"),
                             .icon = QStringLiteral("edit-undo")}))
    , compare(
          makeAction(owner, {.id = QStringLiteral("versions.compare"),
                             .text = VersionsPane::tr("Compare"),
                             .tip = VersionsPane::tr("Show what differs between two chosen versions, or the chosen one "
                                                     "and the active one"),
                             .icon = QStringLiteral("edit-find-replace")}))
    , saveArchive(makeAction(owner, {.id = QStringLiteral("versions.saveArchive"),
                                     .text = VersionsPane::tr("Save archive…"),
                                     .tip = VersionsPane::tr("Save the archive that was published, byte for byte"),
                                     .icon = QStringLiteral("document-save-as")}))
{
    for (QAction *const action : all()) {
        action->setEnabled(false);
    }
}

VersionsPane::VersionsPane(QString scratch, QWidget *parent)
    : VersionsPane(std::move(scratch), VersionActions(nullptr), parent)
{
    for (QAction *const action : m_actions.all()) {
        action->setParent(this);
    }
}

VersionsPane::VersionsPane(QString scratch, const VersionActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_scratch(std::move(scratch))
    , m_model(new VersionsModel(this))
    , m_table(new PlainTable(m_model, VersionsModel::Note))
    , m_name(new QLabel)
    , m_draft(new QLabel)
    , m_empty(new EmptyState(QStringLiteral("document-send"), tr("Nothing is published yet"),
                             tr("Publish compiles for release and freezes the code as version 1.")))
    , m_pages(nullptr)
    , m_actions(actions)
    , m_again(new QAction(tr("Try again"), this))
{
    m_table->setAccessibleName(tr("Versions"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    auto *const pages = new QWidget;
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_table);
    column->addWidget(pages, 1);
    setFocusProxy(m_table);

    connect(m_actions.rollBack, &QAction::triggered, this, &VersionsPane::rollBack);
    connect(m_actions.compare, &QAction::triggered, this, &VersionsPane::compare);
    connect(m_actions.saveArchive, &QAction::triggered, this, &VersionsPane::exportCode);
    connect(m_again, &QAction::triggered, this, &VersionsPane::reload);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &VersionsPane::showActions);
    connect(m_table, &QWidget::customContextMenuRequested, this, &VersionsPane::showMenu);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value > m_table->verticalScrollBar()->maximum() - m_table->height()) {
            detach(loadMore());
        }
    });
    addActions(m_actions.all());
    showActions();
}

VersionsPane::~VersionsPane() = default;

QWidget *VersionsPane::makeHead()
{
    auto *const head = new QWidget;
    auto *const row = new QHBoxLayout(head);
    row->setContentsMargins(12, 2, 8, 2);
    row->setSpacing(4);
    m_name->setTextFormat(Qt::PlainText);
    row->addWidget(m_name);
    m_draft->setForegroundRole(QPalette::PlaceholderText);
    m_draft->setTextFormat(Qt::PlainText);
    row->addWidget(m_draft, 1);
    for (QAction *action : m_actions.all()) {
        auto *const button = new QToolButton;
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        button->setIconSize({16, 16});
        row->addWidget(button);
    }
    return head;
}

void VersionsPane::setApp(ComputeService *service, const AppId &id)
{
    if (m_service) {
        m_service->disconnect(this);
    }
    m_service = service;
    m_id = id;
    ++m_generation;
    m_model->setRows({});
    m_name->setText(service ? id.toString() : QString());
    m_draft->clear();
    m_empty->setFailure({});
    m_pages->setCurrentWidget(m_empty);
    if (!service) {
        return;
    }
    connect(service, &ComputeService::appChanged, this, [this](const AppId &changed) {
        if (changed == m_id) {
            detach(load());
        }
    });
    detach(load());
}

void VersionsPane::setPublishAction(QAction *publish)
{
    m_empty->setText(
        publish ? tr("Publish compiles for release and freezes the code as version 1.")
                : tr("Open its project and publish it, or: ignite app deploy %1 -c FOLDER").arg(m_id.toString()));
    m_empty->setAction(publish);
}

void VersionsPane::reload()
{
    if (m_service) {
        detach(load());
    }
}

void VersionsPane::showFailure(const Error &error)
{
    if (m_model->rowCount() == 0) {
        m_empty->setFailure(error.message, m_again);
        m_pages->setCurrentWidget(m_empty);
    }
    Q_EMIT loadFailed(error);
}

QCoro::Task<void> VersionsPane::load()
{
    const quint64 generation = ++m_generation;
    const auto state = co_await whileAlive(this, m_service->getAppState(m_id));
    if (m_generation != generation) {
        co_return;
    }
    if (!state && state.error().code != ErrorCode::NotFound) {
        showFailure(state.error());
        co_return;
    }
    m_empty->setFailure({});
    if (!state) { // it does not exist yet, or not any more
        m_model->setRows({});
        m_draft->clear();
        m_pages->setCurrentWidget(m_empty);
        showActions();
        co_return;
    }
    const auto versions = co_await whileAlive(this, m_service->listVersions(m_id, versionsPageSize));
    if (m_generation != generation) {
        co_return;
    }
    if (!versions) {
        showFailure(versions.error());
        co_return;
    }
    const Version *const before = chosen();
    const int number = before ? before->number : 0;
    m_complete = versions->size() < versionsPageSize;
    m_model->setRows(*versions);
    showDraft(*state, *versions);
    m_pages->setCurrentWidget(versions->isEmpty() ? static_cast<QWidget *>(m_empty) : m_table);
    choose(number);
    showActions();
}

QCoro::Task<void> VersionsPane::loadMore()
{
    if (m_complete || m_loading || !m_service || m_model->rowCount() == 0) {
        co_return;
    }
    const quint64 generation = m_generation;
    m_loading = true;
    const auto older = co_await whileAlive(
        this, m_service->listVersions(m_id, versionsPageSize, m_model->at(m_model->rowCount() - 1).number));
    m_loading = false;
    if (older && m_generation == generation) {
        m_complete = older->size() < versionsPageSize;
        m_model->append(*older);
    }
}

void VersionsPane::showDraft(const AppState &state, const QList<Version> &newest)
{
    QString text = draftText(state, newest);
    if (state.instances > 0) {
        text += counted(state.instances, tr(" · 1 instance running"), tr(" · %1 instances running"));
    }
    m_draft->setText(text);
    m_draft->setToolTip(asTip(state.draft ? state.draft->error : QString()));
}

const Version *VersionsPane::chosen() const
{
    const int row = m_table->currentRow();
    return row >= 0 && row < m_model->rowCount() ? &m_model->at(row) : nullptr;
}

void VersionsPane::choose(int number)
{
    if (const int row = m_model->rowOf(number); row >= 0) {
        m_table->selectRow(row);
    }
}

void VersionsPane::showActions()
{
    const Version *const version = chosen();
    const qsizetype count = m_table->selectionModel()->selectedRows().size();
    m_actions.rollBack->setEnabled(version && count == 1 && !version->active);
    m_actions.compare->setEnabled(version && (count == 2 || (count == 1 && !version->active)));
    m_actions.saveArchive->setEnabled(version && count == 1);
}

void VersionsPane::showMenu(const QPoint &position)
{
    if (!m_table->indexAt(position).isValid()) {
        return;
    }
    auto *const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_actions.all());
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

/// Others may be calling the app: a stray click beside Compare must not change what answers them.
void VersionsPane::rollBack()
{
    const Version *const version = chosen();
    if (!version || !m_service) {
        return;
    }
    const int number = version->number;
    auto *const box = new QMessageBox(QMessageBox::Question, tr("Roll back"),
                                      tr("Make version %1 of %2 the active one?\nIt answers all calls from then on. "
                                         "Nothing is rewritten: the other versions stay in the list.")
                                          .arg(number)
                                          .arg(m_id.toString()),
                                      QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *const yes = box->addButton(tr("Roll back"), QMessageBox::AcceptRole);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QPushButton::clicked, this, [this, number, id = m_id] {
        if (id == m_id && m_service) { // another app may be shown by now
            detach(doRollBack(number));
        }
    });
    box->open();
}

QCoro::Task<void> VersionsPane::doRollBack(int number)
{
    m_actions.rollBack->setEnabled(false);
    const auto version = co_await whileAlive(this, m_service->rollback(m_id, number));
    Q_EMIT message(version ? tr("Version %1 of %2 is the active one now.").arg(number).arg(m_id.toString())
                           : version.error().message,
                   !version);
    detach(load());
}

void VersionsPane::compare()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    QList<int> numbers;
    for (const QModelIndex &row : rows) {
        numbers << m_model->at(row.row()).number;
    }
    if (numbers.size() == 1) {
        for (int row = 0; row < m_model->rowCount(); ++row) {
            if (m_model->at(row).active) {
                numbers << m_model->at(row).number;
            }
        }
    }
    if (numbers.size() != 2 || !m_service) {
        return;
    }
    std::ranges::sort(numbers);
    auto *const dialog = new CompareDialog(m_service, m_id, numbers[0], numbers[1], m_scratch, this);
    dialog->open();
}

void VersionsPane::exportCode()
{
    const Version *const version = chosen();
    if (!version) {
        return;
    }
    const int number = version->number;
    auto *const dialog = new QFileDialog(this, tr("Save the archive of version %1").arg(number));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QStringLiteral("%1-%2.tar.gz").arg(m_id.name).arg(number));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, number](const QString &path) { detach(save(number, path)); });
    dialog->open();
}

QCoro::Task<void> VersionsPane::save(int number, QString path)
{
    const auto code = co_await whileAlive(this, m_service->versionCode(m_id, number));
    if (!code) {
        Q_EMIT message(code.error().message, true);
        co_return;
    }
    const auto copied = co_await whileAlive(this, onWorker([from = code->path, path]() -> Result<bool> {
                                                return saveUserCopy(path, from).transform([] { return true; });
                                            }));
    Q_EMIT message(copied ? tr("Version %1 is in %2.").arg(number).arg(path) : copied.error().message, !copied);
}

} // namespace studio
