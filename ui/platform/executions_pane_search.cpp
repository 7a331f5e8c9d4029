// SPDX-License-Identifier: GPL-3.0-or-later
// What is searched for: the words of the field, and what they are asked of.
#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/common/announce.h"
#include "ui/common/theme.h"
#include "ui/platform/app_log_view.h"
#include "ui/platform/call_filter.h"
#include "ui/platform/executions_pane.h"

#include <QLabel>

namespace studio {

namespace {

constexpr int offeredVersions = 20;
constexpr std::chrono::milliseconds faultDelay{700}; ///< a filter that is being typed is no fault yet

} // namespace

void ExecutionsPane::connectSearch()
{
    m_faultTimer.setSingleShot(true);
    m_faultTimer.setInterval(faultDelay);
    connect(&m_faultTimer, &QTimer::timeout, this, &ExecutionsPane::showFault);
    connect(m_search, &QLineEdit::textChanged, this, &ExecutionsPane::requestLoad);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        // Filters are of calls; in the log only words count, and an id that was pasted.
        m_log->setFilter(readExecutionWords(text, QDateTime::currentDateTime()).query.text);
    });
    connect(m_search, &CallFilter::valuesWanted, this, [this] { detach(offerValues()); });
    showPage(0);
}

void ExecutionsPane::readSearch()
{
    constexpr int pageSize = 100;
    m_words = readExecutionWords(m_search->text().trimmed(), QDateTime::currentDateTime());
    m_words.query.limit = pageSize;
    if (m_words.fault.isEmpty()) {
        m_faultTimer.stop();
        showFault();
    } else {
        m_faultTimer.start();
    }
}

void ExecutionsPane::showFault()
{
    if (m_fault->text() != m_words.fault) {
        m_fault->setText(m_words.fault);
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, Theme::current().danger);
        m_fault->setPalette(colours);
        announce(m_fault, m_words.fault);
    }
    m_fault->setVisible(!m_words.fault.isEmpty());
}

/// Each key, and what changes, is answered at once; while an answer is on its way, once for all that comes meanwhile.
void ExecutionsPane::requestLoad()
{
    if (m_isLoading) {
        m_isLoadWanted = true;
        return;
    }
    detach(load());
}

Task<ExecutionPage> ExecutionsPane::list(ExecutionQuery query) const
{
    if (m_words.app == u'*') {
        return m_service->listExecutions(m_id.organization, std::move(query));
    }
    return m_service->listExecutions(m_words.app.isEmpty() ? m_id : AppId{m_id.organization, m_words.app},
                                     std::move(query));
}

bool ExecutionsPane::isListed(const AppId &app) const
{
    return m_words.app.isEmpty()
               ? app == m_id
               : app.organization == m_id.organization && (m_words.app == u'*' || app.name == m_words.app);
}

/// For the completion; what cannot be read is not offered.
QCoro::Task<void> ExecutionsPane::offerValues()
{
    if (!m_service) {
        co_return;
    }
    const AppId id = m_id;
    ComputeService *const service = m_service;
    const auto versions = co_await whileAlive(this, service->listVersions(id, offeredVersions));
    if (m_service != service || m_id != id) {
        co_return;
    }
    const auto apps = co_await whileAlive(this, service->listApps(id.organization));
    if (m_service != service || m_id != id) {
        co_return;
    }
    QList<int> numbers;
    for (const Version &version : versions.value_or(QList<Version>())) {
        numbers << version.number;
    }
    QStringList names;
    for (const App &app : apps.value_or(QList<App>())) {
        names << app.id.name;
    }
    m_search->setVersions(numbers);
    m_search->setApps(names);
}

void ExecutionsPane::search(const QString &text)
{
    m_search->setText(text);
}

void ExecutionsPane::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

} // namespace studio
