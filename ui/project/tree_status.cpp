// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project/tree_status.h"

#include "core/base/detach.h"
#include "ui/common/theme.h"

#include <QGuiApplication>

#include <algorithm>

namespace studio {

namespace {

constexpr std::chrono::milliseconds statusPause{300};
constexpr int restFactor = 4; ///< a repository that takes long is read a fifth of the time at most

} // namespace

TreeStatus::TreeStatus(QObject *parent) : QObject(parent)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(statusPause);
    connect(&m_pause, &QTimer::timeout, this, [this] { detach(read()); });
    connect(&m_watcher, &git::HeadWatcher::changed, this, &TreeStatus::refresh);
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive) {
            refresh();
        }
    });
}

TreeStatus::~TreeStatus()
{
    m_stop.request_stop();
}

void TreeStatus::setFolder(const QString &folder)
{
    if (folder == m_folder) {
        return;
    }
    m_folder = folder;
    m_stop.request_stop();
    m_watcher.clear();
    m_pause.setInterval(statusPause);
    if (m_status != git::RepositoryStatus()) {
        m_status = {};
        Q_EMIT changed();
    }
    refresh();
}

void TreeStatus::refresh()
{
    if (m_isReading) {
        m_isOutdated = true;
    } else if (!m_folder.isEmpty() && !m_pause.isActive()) {
        m_pause.start();
    }
}

QCoro::Task<void> TreeStatus::read()
{
    if (m_isReading) {
        co_return;
    }
    m_isReading = true;
    m_isOutdated = false;
    m_stop = {};
    const QString folder = m_folder;
    QElapsedTimer time;
    time.start();
    auto status = co_await whileAlive(this, git::readStatus(folder, m_stop.get_token()));
    m_isReading = false;
    m_pause.setInterval(std::max(statusPause, restFactor * std::chrono::milliseconds(time.elapsed())));
    if (folder != m_folder) {
        refresh();
        co_return;
    }
    m_isOutdated = m_watcher.watch(status ? status->watched : QStringList()) || m_isOutdated;
    if (auto known = status.value_or(git::RepositoryStatus()); known != m_status) {
        m_status = std::move(known);
        Q_EMIT changed();
    }
    if (m_isOutdated) {
        refresh();
    }
}

QString TreeStatus::describe(git::FileState state)
{
    switch (state) {
    case git::FileState::Unchanged:
        return {};
    case git::FileState::Untracked:
        return tr("not in git");
    case git::FileState::Added:
        return tr("added since the last commit");
    case git::FileState::Modified:
        return tr("changed since the last commit");
    case git::FileState::Deleted:
        return tr("removed since the last commit");
    case git::FileState::Conflict:
        return tr("in conflict");
    }
    return {};
}

QColor TreeStatus::colorOf(git::FileState state)
{
    const Theme &theme = Theme::current();
    switch (state) {
    case git::FileState::Unchanged:
        break;
    case git::FileState::Untracked:
    case git::FileState::Added:
        return theme.success;
    case git::FileState::Modified:
        return theme.warning;
    case git::FileState::Deleted:
    case git::FileState::Conflict:
        return theme.danger;
    }
    return theme.text;
}

} // namespace studio
