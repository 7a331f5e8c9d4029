// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/apps_pane.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/common/empty_state.h"
#include "ui/common/icons.h"
#include "ui/platform/apps_model.h"
#include "ui/platform/plain_table.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedLayout>

namespace studio {

AppsPane::AppsPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new AppsModel(this))
    , m_table(new PlainTable(m_model, AppsModel::Description))
    , m_empty(new EmptyState(QStringLiteral("application-json"), tr("No apps yet"),
                             tr("A project becomes an app at its first Run here, or when it is published.")))
    , m_again(new QAction(tr("Try again"), this))
    , m_pages(new QStackedLayout(this))
{
    m_table->setAccessibleName(tr("Apps"));
    m_pages->addWidget(m_empty);
    connect(m_again, &QAction::triggered, this, &AppsPane::reload);
    m_pages->addWidget(m_table);
    setFocusProxy(m_table);
    connect(m_table, &QTreeView::activated, this, &AppsPane::choose);
    connect(m_table, &QTreeView::clicked, this, &AppsPane::choose);
    connect(m_table, &QWidget::customContextMenuRequested, this, &AppsPane::showMenu);
}

void AppsPane::setService(ComputeService *service, const QString &organization)
{
    if (m_service) {
        m_service->disconnect(this);
    }
    m_service = service;
    m_organization = organization;
    ++m_generation;
    m_model->setRows({});
    m_empty->setFailure({});
    m_pages->setCurrentIndex(0);
    if (!service) {
        return;
    }
    connect(service, &ComputeService::appChanged, this, [this] { detach(load()); });
    detach(load());
}

void AppsPane::setCurrent(const AppId &id)
{
    m_model->setCurrent(id);
    if (const int row = m_model->rowOf(id); row >= 0) {
        m_table->selectRow(row);
    }
}

QCoro::Task<void> AppsPane::load()
{
    const quint64 generation = ++m_generation;
    const auto apps = co_await whileAlive(this, m_service->listApps(m_organization));
    if (m_generation != generation) {
        co_return;
    }
    if (!apps) {
        m_empty->setFailure(apps.error().message, m_again);
        Q_EMIT loadFailed(apps.error());
        co_return;
    }
    m_empty->setFailure({});
    const int row = m_table->currentRow();
    const AppId chosen = row >= 0 ? m_model->at(row).id : AppId();
    m_model->setRows(*apps);
    if (const int again = m_model->rowOf(chosen); again >= 0) {
        m_table->selectRow(again);
    }
    m_pages->setCurrentIndex(apps->isEmpty() ? 0 : 1);
}

void AppsPane::setPlatformName(const QString &name)
{
    m_platformName = name;
}

void AppsPane::reload()
{
    if (m_service) {
        detach(load());
    }
}

void AppsPane::choose(const QModelIndex &index)
{
    if (index.isValid()) {
        Q_EMIT appChosen(m_model->at(index.row()).id);
    }
}

void AppsPane::showMenu(const QPoint &position)
{
    const QModelIndex index = m_table->indexAt(position);
    if (!index.isValid()) {
        return;
    }
    const AppId id = m_model->at(index.row()).id; // rows come and go while the menu is open
    auto *const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon("go-jump"), tr("Show its versions and calls"), this, [this, id] { Q_EMIT appChosen(id); });
    menu->addAction(icon("edit-copy"), tr("Copy id"), this,
                    [id] { QGuiApplication::clipboard()->setText(id.toString()); });
    menu->addSeparator();
    menu->addAction(icon("edit-delete"), tr("Delete %1…").arg(id.toString()), this, [this, id] { askToDelete(id); });
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void AppsPane::askToDelete(const AppId &id)
{
    auto *const box = new QMessageBox(
        QMessageBox::Warning, tr("Delete app"),
        tr("Delete %1 from %2, with its draft, its versions and the records of its calls?\nThis cannot be undone. The "
           "project's folder stays as it is.")
            .arg(id.toString(), m_platformName),
        QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *const yes = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QPushButton::clicked, this, [this, id] { detach(remove(id)); });
    box->open();
}

QCoro::Task<void> AppsPane::remove(AppId id)
{
    ComputeService *const service = m_service;
    if (!service) {
        co_return;
    }
    const auto removed = co_await whileAlive(this, service->deleteApp(id));
    Q_EMIT message(removed ? tr("%1 is deleted from %2.").arg(id.toString(), m_platformName) : removed.error().message,
                   !removed);
}

} // namespace studio
