// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/diagnostic_list.h"

#include <algorithm>

namespace studio {

QList<Diagnostic> &DiagnosticList::listOf(Source source)
{
    return source == Source::Compiler ? m_compiler : m_languageServer;
}

void DiagnosticList::add(Source source, const Diagnostic &diagnostic)
{
    listOf(source).append(diagnostic);
    Q_EMIT added(source, diagnostic);
}

void DiagnosticList::replace(Source source, const QString &file, const QList<Diagnostic> &diagnostics)
{
    QList<Diagnostic> &list = listOf(source);
    QList<Diagnostic> after = list;
    after.removeIf([&](const Diagnostic &one) { return one.file == file; });
    after += diagnostics;
    if (after != list) {
        list = after;
        Q_EMIT reset(source);
    }
}

void DiagnosticList::clear(Source source)
{
    if (QList<Diagnostic> &list = listOf(source); !list.isEmpty()) {
        list.clear();
        Q_EMIT reset(source);
    }
}

void DiagnosticList::clear()
{
    clear(Source::Compiler);
    clear(Source::LanguageServer);
}

QList<Diagnostic> DiagnosticList::all() const
{
    return m_compiler + m_languageServer;
}

QList<Diagnostic> DiagnosticList::of(Source source) const
{
    return source == Source::Compiler ? m_compiler : m_languageServer;
}

QList<Diagnostic> DiagnosticList::inFile(const QString &file) const
{
    QList<Diagnostic> found = all();
    found.removeIf([&](const Diagnostic &one) { return one.file != file; });
    return found;
}

int DiagnosticList::errors() const
{
    const QList<Diagnostic> found = all();
    return static_cast<int>(std::ranges::count(found, Severity::Error, &Diagnostic::severity));
}

} // namespace studio
