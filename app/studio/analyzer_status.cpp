// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/analyzer_status.h"

#include "core/lsp/lsp_client.h"
#include "core/workspace/rust_analysis.h"
#include "core/workspace/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/tip.h"

#include <QAction>
#include <QLocale>

namespace studio {

namespace {

constexpr std::chrono::seconds memoryPeriod{5};
constexpr std::chrono::seconds longCheck{3};

} // namespace

AnalyzerStatus::AnalyzerStatus(RustAnalysis *analysis, Workspace *workspace, Banner *banner)
    : m_analysis(analysis), m_workspace(workspace), m_banner(banner)
{
    setAutoRaise(true);
    setAccessibleName(tr("rust-analyzer"));
    connect(this, &QToolButton::clicked, m_analysis, &RustAnalysis::restart);
    connect(m_analysis, &RustAnalysis::stateChanged, this, &AnalyzerStatus::update);
    connect(m_workspace, &Workspace::opened, this, [this] { m_banner->withdraw(m_question); });
    m_memoryTimer.setInterval(memoryPeriod);
    connect(&m_memoryTimer, &QTimer::timeout, this, [this] {
        m_memoryUsed = m_analysis->memoryUsed();
        update();
    });
    m_memoryTimer.start();
    m_longCheck.setSingleShot(true);
    m_longCheck.setInterval(longCheck);
    connect(&m_longCheck, &QTimer::timeout, this, [this] {
        m_isLongCheck = true;
        update();
    });
    update();
}

void AnalyzerStatus::updateReady()
{
    if (!m_analysis->client()->isChecking()) {
        m_longCheck.stop();
        m_isLongCheck = false;
    } else if (!m_isLongCheck && !m_longCheck.isActive()) {
        m_longCheck.start();
    }
    setText(m_isLongCheck                         ? tr("rust-analyzer checks…")
            : m_analysis->trust().value_or(false) ? tr("rust-analyzer ✓")
                                                  : tr("rust-analyzer ✓ (without macros)"));
}

void AnalyzerStatus::update()
{
    using State = RustAnalysis::State;
    const State state = m_analysis->state();
    setVisible(state != State::Off);
    const auto &failure = m_analysis->failure();
    QString tip = m_analysis->version().isEmpty() ? QString() : tr("rust-analyzer %1").arg(m_analysis->version());
    switch (state) {
    case State::Off:
        break;
    case State::Missing:
        setText(tr("rust-analyzer missing"));
        break;
    case State::Waiting:
        setText(tr("rust-analyzer ended"));
        break;
    case State::Starting:
        setText(m_analysis->manifestError() ? tr("rust-analyzer waits for Cargo.toml") : tr("rust-analyzer starts…"));
        break;
    case State::Loading: {
        const auto progress = m_analysis->client()->progress();
        const int percent = progress.isEmpty() ? -1 : progress.last().percentage;
        setText(percent < 0 ? tr("rust-analyzer loads…") : tr("rust-analyzer loads… %1 %").arg(percent));
        break;
    }
    case State::Ready:
        updateReady();
        break;
    }
    if (m_memoryUsed > 0) {
        tip += tr("\n%1 of memory").arg(QLocale().formattedDataSize(m_memoryUsed, 0));
    }
    if (failure) {
        tip += QLatin1Char('\n') + failure->message;
    } else if (const auto &unread = m_analysis->manifestError()) {
        tip += (state == State::Starting ? tr("\nIt starts when Cargo.toml can be read: %1")
                                         : tr("\nIt works with the last Cargo.toml that could be read: %1"))
                   .arg(unread->message);
    } else if (!m_analysis->knowsStandardLibrary() && state == State::Ready) {
        tip += tr("\nThe sources of the standard library are not installed, so nothing of it is completed: "
                  "rustup component add rust-src, or apt install rust-src.");
    }
    tip += tr("\nClick to start it again.");
    setToolTip(asTip(tip.trimmed()));
    if (failure && failure->message != m_failure) { // said once
        m_failure = failure->message;
        m_banner->say(m_failure, state == State::Waiting);
    }
    if (state == State::Loading || state == State::Ready) {
        askForTrust();
    }
}

void AnalyzerStatus::askForTrust()
{
    const QString folder = m_workspace->folder();
    if (m_analysis->trust()) {
        m_banner->withdraw(m_question); // answered by a compile
        return;
    }
    if (m_asked == folder) {
        return;
    }
    m_asked = folder;
    m_question = tr("Without the macros of “%1” rust-analyzer does not see into the handler. May it run them, and the "
                    "project's build scripts? Only if you trust what is in this folder.")
                     .arg(m_workspace->name());
    auto *const yes = new QAction(tr("Trust this folder"));
    auto *const no = new QAction(tr("Do not run them"));
    connect(yes, &QAction::triggered, this, [this] {
        m_banner->hide();
        m_analysis->setTrust(true);
    });
    connect(no, &QAction::triggered, this, [this] {
        m_banner->hide();
        m_analysis->setTrust(false);
    });
    m_banner->show(Banner::Kind::Information, m_question, {yes, no});
}

} // namespace studio
