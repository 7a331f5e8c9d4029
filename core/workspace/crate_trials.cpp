// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/crate_trials.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/compiler/compiler.h"
#include "core/trial/crate_trial.h"
#include "core/trial/verdict_store.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/workspace.h"

#include <algorithm>

namespace studio {

CrateTrials::CrateTrials(Workspace *workspace, Compiler *compiler) : m_workspace(workspace), m_compiler(compiler)
{
    connect(workspace, &Workspace::opened, this, &CrateTrials::setFolder);
}

void CrateTrials::setFolder(const QString &folder)
{
    if (std::exchange(m_folder, folder) != folder) {
        m_read.clear();
        m_verdicts.clear();
        m_failures.clear();
        m_answer.reset();
        stop();
    }
}

CrateTrials::~CrateTrials()
{
    m_stop.request_stop();
}

void CrateTrials::setTrust(TrustAnswer answer)
{
    m_trust = std::move(answer);
}

std::optional<bool> CrateTrials::trust() const
{
    return m_trust.get ? m_trust.get() : m_answer;
}

void CrateTrials::allow()
{
    m_answer = true;
    if (m_trust.set) {
        m_trust.set(true);
    }
}

void CrateTrials::start(const QList<Dependency> &crates, const QList<RustTarget> &targets)
{
    if (trust() != std::optional(true) || !m_workspace->isOpen()) {
        return;
    }
    for (const Dependency &crate : crates) {
        for (const RustTarget target : targets) {
            if (!isPending(crate, target)) {
                m_jobs.append({.id = ++m_lastId, .crate = crate, .target = target});
                m_failures.remove(trialKey(crate, target));
            }
        }
    }
    if (!m_isRunning && !m_jobs.isEmpty()) {
        detach(runAll());
    }
    m_progress.waiting = std::max<qsizetype>(m_jobs.size() - 1, 0);
    Q_EMIT changed();
}

void CrateTrials::stop()
{
    m_stop.request_stop();
    m_stop = {};
    m_jobs.clear();
    Q_EMIT changed();
}

bool CrateTrials::isPending(const Dependency &crate, RustTarget target) const
{
    const QString key = trialKey(crate, target);
    return std::ranges::any_of(m_jobs, [&](const Job &one) { return trialKey(one.crate, one.target) == key; });
}

bool CrateTrials::isRunning(const Dependency &crate, RustTarget target) const
{
    return m_isRunning && trialKey(m_progress.crate, m_progress.target) == trialKey(crate, target);
}

QCoro::Task<void> CrateTrials::runAll()
{
    m_isRunning = true;
    while (!m_jobs.isEmpty()) {
        if (trust() != std::optional(true)) { // taken back meanwhile
            m_jobs.clear();
            break;
        }
        const Job job = m_jobs.first();
        const std::stop_token stop = m_stop.get_token();
        const QString folder = m_folder;
        m_progress = {.crate = job.crate, .target = job.target, .step = {}, .waiting = m_jobs.size() - 1};
        Q_EMIT progressChanged();
        const auto verdict = co_await whileAlive(this, runOne(job, stop));
        if (folder == m_folder) {
            take(job, verdict);
        }
        m_jobs.removeIf([&](const Job &one) { return one.id == job.id; });
        Q_EMIT changed();
    }
    m_isRunning = false;
    m_progress = {};
    Q_EMIT progressChanged();
    Q_EMIT changed();
}

Task<CrateVerdict> CrateTrials::runOne(Job job, std::stop_token stop)
{
    const QString folder = m_folder;
    const auto text = m_workspace->documents()->text(m_workspace->manifest()->path());
    if (!text) {
        co_return std::unexpected(text.error());
    }
    const auto choice = co_await whileAlive(this, m_compiler->toolchain(job.target));
    if (!choice) {
        co_return std::unexpected(choice.error());
    }
    m_toolchains.insert(job.target, toolchainId(choice->toolchain));
    const QPointer<CrateTrials> self(this);
    const auto tell = [self, stop](auto change) {
        if (self && !stop.stop_requested()) {
            change(self->m_progress);
            Q_EMIT self->progressChanged();
        }
    };
    const TrialObserver observer{.step =
                                     [tell](const QString &step) {
                                         tell([&](Progress &now) {
                                             now.step = step;
                                             now.total = 0;
                                         });
                                     },
                                 .progress =
                                     [tell](int done, int total, const QString &) {
                                         tell([&](Progress &now) {
                                             now.done = done;
                                             now.total = total;
                                         });
                                     }};
    const TrialRequest request{
        .folder = folder, .manifest = *text, .crate = job.crate, .target = job.target, .toolchain = choice->toolchain};
    const auto verdict = co_await whileAlive(this, tryCrate(m_compiler->paths(), request, observer, stop));
    if (verdict) {
        const VerdictStore store(verdictFolder(m_compiler->paths()));
        (void)co_await whileAlive(this, onWorker([store, folder, kept = *verdict] {
                                      return store.keep(folder, kept).transform([] { return true; });
                                  }));
    }
    co_return verdict;
}

void CrateTrials::take(const Job &job, const Result<CrateVerdict> &verdict)
{
    if (verdict) {
        m_failures.remove(trialKey(job.crate, job.target));
        m_verdicts.prepend(*verdict);
    } else if (verdict.error().code != ErrorCode::Cancelled) {
        m_failures.insert(trialKey(job.crate, job.target), verdict.error().message);
    }
}

void CrateTrials::load()
{
    setFolder(m_workspace->folder());
    if (!m_folder.isEmpty() && std::exchange(m_read, m_folder) != m_folder) {
        detach(readKept());
    }
}

void CrateTrials::askToolchain()
{
    detach(readToolchains());
}

QCoro::Task<void> CrateTrials::readToolchains()
{
    const auto before = m_toolchains;
    for (const RustTarget target : {RustTarget::Native, RustTarget::Wasm}) {
        const auto choice = co_await whileAlive(this, m_compiler->toolchain(target));
        m_toolchains.insert(target, choice ? toolchainId(choice->toolchain) : QString());
    }
    if (m_toolchains != before) {
        Q_EMIT changed();
    }
}

QCoro::Task<void> CrateTrials::readKept()
{
    const QString folder = m_folder;
    co_await whileAlive(this, readToolchains());
    const VerdictStore store(verdictFolder(m_compiler->paths()));
    const auto kept = co_await whileAlive(
        this, onWorker([store, folder] { return Result<QList<CrateVerdict>>(store.verdictsOf(folder)); }));
    if (kept && folder == m_folder && *kept != m_verdicts) {
        m_verdicts = *kept;
        Q_EMIT changed();
    }
}

const CrateVerdict *CrateTrials::verdict(const Dependency &crate, RustTarget target, const QString &version) const
{
    const QString toolchain = m_toolchains.value(target);
    const QString key = trialKey(crate, target);
    const auto found = std::ranges::find_if(m_verdicts, [&](const CrateVerdict &one) {
        const bool isOfVersion = version.isEmpty() || one.version.isEmpty() || one.version == version;
        return trialKey(one) == key && isOfVersion && one.toolchain == toolchain;
    });
    return found == m_verdicts.end() ? nullptr : &*found;
}

QString CrateTrials::failure(const Dependency &crate, RustTarget target) const
{
    return m_failures.value(trialKey(crate, target));
}

} // namespace studio
