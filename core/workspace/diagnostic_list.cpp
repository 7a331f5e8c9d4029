// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/diagnostic_list.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

QString firstLine(const Diagnostic &one)
{
    return one.message.section(QLatin1Char('\n'), 0, 0).trimmed();
}

bool isOverlapping(const Diagnostic &one, const Diagnostic &other)
{
    const auto begin = [](const Diagnostic &found) { return std::pair(found.line, found.column); };
    const auto end = [](const Diagnostic &found) { return std::pair(found.endLine, found.endColumn); };
    return begin(one) == begin(other) || (begin(one) < end(other) && begin(other) < end(one));
}

/// A language server runs the compiler too, and adds its notes to the message; what it finds by itself has the
/// compiler's code and place, and words of its own. Both are of one line with one code.
bool isSame(const Diagnostic &one, const Diagnostic &other)
{
    const bool isOneError = one.code.startsWith(QLatin1Char('E')) && one.column == other.column;
    return isOneError || (firstLine(one) == firstLine(other) && isOverlapping(one, other));
}

QString placeOf(const Diagnostic &one)
{
    return QStringLiteral("%1:%2:%3").arg(one.file).arg(one.line).arg(one.code);
}

QString wordsOf(const Diagnostic &one)
{
    return one.file + u'\n' + one.code + u'\n' + firstLine(one);
}

/// Which of the compiler's each of a server's is, by its index; those that are none of them are not in it. The server
/// places what is in a macro at the macro's call, so what overlaps is one, and what else is left of the same line.
QHash<qsizetype, qsizetype> pairsOf(const QList<Diagnostic> &compiled, const QList<Diagnostic> &others)
{
    QMultiHash<QString, qsizetype> byWords;
    for (qsizetype at = 0; at < compiled.size(); ++at) {
        byWords.insert(wordsOf(compiled[at]), at);
    }
    QHash<qsizetype, qsizetype> pairs;
    QSet<qsizetype> paired;
    for (const bool isByLine : {false, true}) {
        for (qsizetype index = 0; !byWords.isEmpty() && index < others.size(); ++index) {
            const auto [begin, end] = std::as_const(byWords).equal_range(wordsOf(others[index]));
            const auto found = std::find_if(begin, end, [&](qsizetype at) {
                return isByLine ? compiled[at].line == others[index].line && !paired.contains(at)
                                : isOverlapping(compiled[at], others[index]);
            });
            if (found != end && !pairs.contains(index)) {
                pairs.insert(index, *found);
                paired.insert(*found);
            }
        }
    }
    return pairs;
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

QList<Diagnostic> DiagnosticList::others() const
{
    return listOf(Source::LanguageServer) + listOf(Source::Manifest) + listOf(Source::Schema);
}

void DiagnosticList::add(Source source, const Diagnostic &diagnostic)
{
    const bool isMaybeKnown = std::ranges::any_of(others(), [&](const Diagnostic &one) {
        return one.file == diagnostic.file && one.code == diagnostic.code &&
               (isOverlapping(one, diagnostic) || one.line == diagnostic.line);
    });
    const qsizetype before = isMaybeKnown ? all().size() : -1;
    listOf(source).append(diagnostic);
    if (!isMaybeKnown || all().size() != before) {
        Q_EMIT added(source, diagnostic);
    }
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
    const QList<Diagnostic> rest = others();
    const QHash<qsizetype, qsizetype> pairs = pairsOf(found, rest);
    for (qsizetype index = 0; index < rest.size(); ++index) {
        const Diagnostic &one = rest[index];
        const QString place = placeOf(one);
        const auto [begin, end] = std::as_const(places).equal_range(place);
        const auto known = std::find_if(begin, end, [&](qsizetype at) { return isSame(found[at], one); });
        const qsizetype at = pairs.value(index, known == end ? -1 : *known);
        if (at < 0) {
            places.insert(place, found.size());
            found << one;
        } else if (found[at].rendered.isEmpty() && !one.rendered.isEmpty()) {
            found[at] = one;
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
