// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/pulled_diagnostics.h"

#include <utility>

namespace studio::lsp {

PulledDiagnostics::PulledDiagnostics(Question ask, Told tell) : m_ask(std::move(ask)), m_tell(std::move(tell)) {}

void PulledDiagnostics::open(const QString &path)
{
    File &file = m_files[path];
    file.isOpen = true;
    file.question = m_ask(path, [this, path](const Result<DocumentDiagnostics> &answer) { take(path, answer); });
}

void PulledDiagnostics::take(const QString &path, const Result<DocumentDiagnostics> &answer)
{
    const auto found = m_files.find(path);
    if (found == m_files.end() || !answer || answer->isUnchanged || found->second.pulled == answer->items) {
        return; // one that is cancelled is asked again after the edit
    }
    found->second.pulled = answer->items;
    m_tell(path, found->second.pulled + found->second.pushed);
}

void PulledDiagnostics::close(const QString &path)
{
    const auto found = m_files.find(path);
    if (found == m_files.end() || !std::exchange(found->second.isOpen, false)) {
        return;
    }
    found->second.question.cancel();
    const bool hadSome = !std::exchange(found->second.pulled, {}).isEmpty();
    const QList<Diagnostic> pushed = found->second.pushed;
    if (pushed.isEmpty()) {
        m_files.erase(found);
    }
    if (hadSome) {
        m_tell(path, pushed);
    }
}

void PulledDiagnostics::askAgain()
{
    QStringList paths;
    for (const auto &[path, file] : m_files) {
        if (file.isOpen) {
            paths << path;
        }
    }
    for (const QString &path : std::as_const(paths)) {
        open(path);
    }
}

void PulledDiagnostics::clear()
{
    m_files.clear();
}

void PulledDiagnostics::takePushed(const QString &path, const QList<Diagnostic> &diagnostics)
{
    const auto found = m_files.find(path);
    const bool isOpen = found != m_files.end() && found->second.isOpen;
    const QList<Diagnostic> pulled = isOpen ? found->second.pulled : QList<Diagnostic>();
    if (isOpen || !diagnostics.isEmpty()) {
        m_files[path].pushed = diagnostics;
    } else if (found != m_files.end()) {
        m_files.erase(found);
    }
    m_tell(path, pulled + diagnostics);
}

} // namespace studio::lsp
