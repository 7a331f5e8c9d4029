// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/diagnostic_list.h"

#include <QHash>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

QString firstLine(const Diagnostic &one)
{
    return one.message.section(QLatin1Char('\n'), 0, 0);
}

/// A language server runs the compiler too, and adds its notes to the message; what it finds by itself has the
/// compiler's code and place, and words of its own. Both are of one line with one code.
bool isSame(const Diagnostic &one, const Diagnostic &other)
{
    const bool isOneError = one.code.startsWith(QLatin1Char('E')) && one.column == other.column;
    return isOneError || firstLine(one) == firstLine(other);
}

QString placeOf(const Diagnostic &one)
{
    return QStringLiteral("%1:%2:%3").arg(one.file).arg(one.line).arg(one.code);
}

} // namespace

QList<Diagnostic> &DiagnosticList::listOf(Source source)
{
    return m_lists.at(static_cast<std::size_t>(source));
}

const QList<Diagnostic> &DiagnosticList::listOf(Source source) const
{
    return m_lists.at(static_cast<std::size_t>(source));
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
    for (const Source source : {Source::Compiler, Source::LanguageServer, Source::Manifest, Source::Schema}) {
        clear(source);
    }
}

/// Of two that are the same the one is taken that the compiler has drawn.
QList<Diagnostic> DiagnosticList::all() const
{
    QList<Diagnostic> found = listOf(Source::Compiler);
    QMultiHash<QString, qsizetype> places;
    for (qsizetype at = 0; at < found.size(); ++at) {
        places.insert(placeOf(found[at]), at);
    }
    for (const Diagnostic &one : listOf(Source::LanguageServer) + listOf(Source::Manifest) + listOf(Source::Schema)) {
        const QString place = placeOf(one);
        const auto [begin, end] = std::as_const(places).equal_range(place);
        const auto known = std::find_if(begin, end, [&](qsizetype at) { return isSame(found[at], one); });
        if (known == end) {
            places.insert(place, found.size());
            found << one;
        } else if (found[*known].rendered.isEmpty() && !one.rendered.isEmpty()) {
            found[*known] = one;
        }
    }
    return found;
}

QList<Diagnostic> DiagnosticList::of(Source source) const
{
    return listOf(source);
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
