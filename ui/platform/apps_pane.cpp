// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/apps_pane.h"

#include "ui/common/empty_state.h"
#include "ui/platform/apps_model.h"
#include "ui/platform/plain_table.h"

#include <QPointer>
#include <QStackedLayout>

namespace studio {

AppsPane::AppsPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new AppsModel(this))
    , m_table(new PlainTable(m_model, AppsModel::Description))
    , m_pages(new QStackedLayout(this))
{
    m_table->setAccessibleName(tr("Apps"));
    m_table->setContextMenuPolicy(Qt::NoContextMenu);
    m_pages->addWidget(new EmptyState(QStringLiteral("application-json"), tr("No apps yet"),
                                      tr("A project becomes an app at its first Run.")));
    m_pages->addWidget(m_table);
    setFocusProxy(m_table);
    connect(m_table, &QTreeView::activated, this, &AppsPane::choose);
    connect(m_table, &QTreeView::clicked, this, &AppsPane::choose);
}

void AppsPane::setService(ComputeService *service, const QString &organization)
{
    if (m_service) {
        m_service->disconnect(this);
    }
    m_service = service;
    m_organization = organization;
    ++m_round;
    m_model->setRows({});
    m_pages->setCurrentIndex(0);
    if (!service) {
        return;
    }
    connect(service, &ComputeService::appChanged, this, [this] { load(); });
    load();
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
    const QPointer<AppsPane> self(this);
    const quint64 mine = ++m_round;
    const auto apps = co_await m_service->listApps(m_organization);
    if (!self || m_round != mine) {
        co_return;
    }
    if (!apps) {
        Q_EMIT message(apps.error().message, true);
        co_return;
    }
    const int row = m_table->currentRow();
    const AppId chosen = row >= 0 ? m_model->at(row).id : AppId();
    m_model->setRows(*apps);
    if (const int again = m_model->rowOf(chosen); again >= 0) {
        m_table->selectRow(again);
    }
    m_pages->setCurrentIndex(apps->isEmpty() ? 0 : 1);
}

void AppsPane::choose(const QModelIndex &index)
{
    if (index.isValid()) {
        Q_EMIT appChosen(m_model->at(index.row()).id);
    }
}

} // namespace studio
