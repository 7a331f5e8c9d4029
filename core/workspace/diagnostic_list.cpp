// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/diagnostic_list.h"

#include <algorithm>

namespace studio {

namespace {

/// A language server runs the compiler too, and adds its notes to the message.
bool isSame(const Diagnostic &ofCompiler, const Diagnostic &ofServer)
{
    return ofCompiler.file == ofServer.file && ofCompiler.line == ofServer.line && ofCompiler.code == ofServer.code &&
           ofServer.message.section(QLatin1Char('\n'), 0, 0) == ofCompiler.message;
}

} // namespace

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
    QList<Diagnostic> found = m_compiler;
    for (const Diagnostic &one : m_languageServer) {
        if (std::ranges::none_of(m_compiler, [&](const Diagnostic &known) { return isSame(known, one); })) {
            found << one;
        }
    }
    return found;
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
