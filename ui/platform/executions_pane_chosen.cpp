// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with the calls that are chosen: their ids, and deleting their records.
#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/model/app_limits.h"
#include "core/replay/execution_file.h"
#include "ui/common/icons.h"
#include "ui/platform/execution_view.h"
#include "ui/platform/execution_waterfall.h"
#include "ui/platform/executions_model.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/plain_table.h"
#include "ui/platform/replay_dialog.h"
#include "ui/platform/words.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace studio {

QStringList ExecutionsPane::selectedIds() const
{
    QStringList ids;
    for (const QModelIndex &row : m_table->selectionModel()->selectedRows()) {
        ids << m_model->at(row.row()).id;
    }
    // The row that the keys are at is the one whose record is shown, selected or not.
    if (const int row = m_table->currentRow(); ids.isEmpty() && row >= 0) {
        ids << m_model->at(row).id;
    }
    return ids;
}

AppId ExecutionsPane::appOf(const QString &executionId) const
{
    const int row = m_model->rowOf(executionId);
    return row >= 0 ? m_model->at(row).app : m_id;
}

bool ExecutionsPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Delete)) {
        askToDelete(selectedIds());
        return true;
    }
    // Else the view would copy what is shown, which is the end of an id.
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy) && !selectedIds().isEmpty()) {
        QApplication::clipboard()->setText(selectedIds().join(u'\n'));
        return true;
    }
    // The window's own Ctrl+C must not take the key from the table.
    if (watched == m_table && event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ExecutionsPane::askToDelete(const QStringList &ids)
{
    if (ids.isEmpty()) {
        return;
    }
    auto *const box = new QMessageBox(QMessageBox::Warning, tr("Delete records"),
                                      counted(ids.size(), tr("Delete the record of this call? This cannot be undone."),
                                              tr("Delete the records of these %1 calls? This cannot be undone.")),
                                      QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *const yes = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel); // Enter must not lose anything
    connect(yes, &QPushButton::clicked, this, [this, ids] { detach(remove(ids)); });
    box->open();
}

void ExecutionsPane::showMenu(const QPoint &position)
{
    const QStringList ids = selectedIds();
    if (ids.isEmpty()) {
        return;
    }
    auto *const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon("edit-copy"), tr("Copy id"), this,
                    [ids] { QApplication::clipboard()->setText(ids.join(u'\n')); })
        ->setShortcut(QKeySequence::Copy);
    if (ids.size() == 1) {
        menu->addAction(icon("document-save-as"), tr("Export…"), this,
                        [this, id = ids.first()] { askWhereToExport(id); });
    }
    QMenu *const targets = menu->addMenu(icon("mail-send"), tr("Replay on"));
    // The targets are of this app: another one's request is not for them.
    targets->setEnabled(!m_targets.isEmpty() &&
                        std::ranges::all_of(ids, [this](const QString &id) { return appOf(id) == m_id; }));
    for (const CallTarget &target : std::as_const(m_targets)) {
        targets->addAction(target.title, this, [this, target, ids] { replayOn(target, ids); });
    }
    menu->addSeparator();
    menu->addAction(icon("edit-delete"), counted(ids.size(), tr("Delete 1 record…"), tr("Delete %1 records…")), this,
                    [this, ids] { askToDelete(ids); })
        ->setShortcut(QKeySequence::Delete);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

/// Those of the version that ran; of other code those of the app as it is now.
QCoro::Task<void> ExecutionsPane::showLimits(Execution execution)
{
    ComputeService *const service = m_service;
    if (!service) {
        co_return;
    }
    const auto isShown = [&] { return m_service == service && m_record->execution().id == execution.id; };
    auto app = co_await whileAlive(this, service->getApp(execution.app));
    if (!isShown()) {
        co_return;
    }
    if (app && execution.version > 0) {
        const auto version = co_await whileAlive(this, service->getVersion(execution.app, execution.version));
        if (!isShown()) {
            co_return;
        }
        if (version) {
            applyVersionLimits(*app, *version);
        }
    }
    m_record->setLimits(app ? CallLimits{.memoryMb = app->memoryMb, .cpuMillicores = app->cpuMillicores}
                            : CallLimits());
}

void ExecutionsPane::askWhereToExport(const QString &id)
{
    const QString name = appOf(id).name + u'-' + id.right(6) + QLatin1StringView(executionFileSuffix);
    auto *const dialog = new QFileDialog(this, tr("Export the execution"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Executions (*%1)").arg(QLatin1StringView(executionFileSuffix)), tr("All files (*)")});
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, [this, id](const QString &path) { detach(exportTo(id, path)); });
    dialog->open();
}

QCoro::Task<void> ExecutionsPane::exportTo(QString id, QString path)
{
    if (!m_service) {
        co_return; // the platform went while the dialog was open
    }
    const auto note = co_await whileAlive(this, exportExecution(m_service, id, path, QDir::tempPath()));
    if (!note) {
        Q_EMIT message(note.error().message, true);
    } else {
        Q_EMIT message(note->isEmpty() ? tr("Exported to %1.").arg(path) : *note, false);
    }
}

void ExecutionsPane::replayOn(const CallTarget &target, const QStringList &ids)
{
    if (m_service) {
        (new ReplayDialog(m_service, ids, target, this))->show();
    }
}

QCoro::Task<void> ExecutionsPane::remove(QStringList ids)
{
    ComputeService *const service = m_service;
    if (!service) {
        co_return; // the platform went while the question was shown
    }
    QList<std::pair<AppId, QStringList>> byApp; // a search can list those of several
    for (const QString &id : std::as_const(ids)) {
        const AppId app = appOf(id);
        auto its = std::ranges::find(byApp, app, &std::pair<AppId, QStringList>::first);
        if (its == byApp.end()) {
            its = byApp.insert(byApp.end(), {app, {}});
        }
        its->second << id;
    }
    for (const auto &[app, its] : std::as_const(byApp)) {
        const auto removed = co_await whileAlive(this, service->deleteExecutions(app, its));
        if (m_service != service) {
            co_return; // it may be gone, and what is shown now is of another
        }
        if (!removed) {
            Q_EMIT message(removed.error().message, true);
        }
    }
    m_record->clear();
    detach(load());
}

} // namespace studio
