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

constexpr int maxAlike = 200; ///< of the same words or place that are compared; more are not told apart

template <typename Iterator, typename Predicate>
Iterator findAmongFirst(Iterator begin, Iterator end, Predicate isWanted)
{
    int seen = 0;
    for (Iterator at = begin; at != end && seen < maxAlike; ++at, ++seen) {
        if (isWanted(*at)) {
            return at;
        }
    }
    return end;
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
            const auto found = findAmongFirst(begin, end, [&](qsizetype at) {
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

/// Of two that are the same the one is taken that the compiler has drawn.
QList<Diagnostic> combined(const QList<Diagnostic> &compiled, const QList<Diagnostic> &rest)
{
    QList<Diagnostic> found = compiled;
    QMultiHash<QString, qsizetype> places;
    for (qsizetype at = 0; at < found.size(); ++at) {
        places.insert(placeOf(found[at]), at);
    }
    const QHash<qsizetype, qsizetype> pairs = pairsOf(found, rest);
    for (qsizetype index = 0; index < rest.size(); ++index) {
        const Diagnostic &one = rest[index];
        const QString place = placeOf(one);
        const auto [begin, end] = std::as_const(places).equal_range(place);
        const auto known = findAmongFirst(begin, end, [&](qsizetype at) { return isSame(found[at], one); });
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

QString groupOf(const Diagnostic &one)
{
    return one.file + u'\n' + one.code;
}

Diagnostic thereAreMore()
{
    return {.severity = Severity::Note,
            .message = DiagnosticList::tr("There are more problems. The first %n are shown.", nullptr,
                                          static_cast<int>(DiagnosticList::maxOfSource))};
}

} // namespace

void DiagnosticList::set(Source source, const QList<Diagnostic> &diagnostics)
{
    Found &found = m_found.at(static_cast<std::size_t>(source));
    found = {.all = diagnostics.first(std::min(diagnostics.size(), maxOfSource)),
             .isCut = diagnostics.size() > maxOfSource};
    for (const Diagnostic &one : std::as_const(found.all)) {
        found.groups[groupOf(one)] << one;
    }
}

/// Whether the list has as many with it as without it.
bool DiagnosticList::isKnownOfOthers(Source source, const Diagnostic &diagnostic) const
{
    const QString group = groupOf(diagnostic);
    QList<Diagnostic> before = m_found.front().groups.value(group);
    QList<Diagnostic> compiled = before;
    QList<Diagnostic> rest;
    QList<Diagnostic> restBefore;
    for (const Source one : otherSources) {
        const QList<Diagnostic> of = m_found.at(static_cast<std::size_t>(one)).groups.value(group);
        restBefore += of;
        rest += of;
        if (one == source) {
            rest << diagnostic;
        }
    }
    if (source == Source::Compiler) {
        compiled << diagnostic;
    }
    const bool isAlone = source == Source::Compiler && rest.isEmpty();
    if (isAlone || compiled.size() + rest.size() > maxAlike) {
        return false;
    }
    return combined(compiled, rest).size() == combined(before, restBefore).size();
}

void DiagnosticList::add(Source source, const Diagnostic &diagnostic)
{
    Found &found = m_found.at(static_cast<std::size_t>(source));
    if (found.all.size() >= maxOfSource) {
        if (!std::exchange(found.isCut, true)) {
            Q_EMIT added(source, thereAreMore());
        }
        return;
    }
    const bool isKnown = isKnownOfOthers(source, diagnostic);
    found.all << diagnostic;
    found.groups[groupOf(diagnostic)] << diagnostic;
    if (!isKnown) {
        Q_EMIT added(source, diagnostic);
    }
}

void DiagnosticList::replace(Source source, const QString &file, const QList<Diagnostic> &diagnostics)
{
    const QList<Diagnostic> before = of(source);
    QList<Diagnostic> after = before;
    after.removeIf([&](const Diagnostic &one) { return one.file == file; });
    after += diagnostics;
    if (after != before) {
        set(source, after);
        Q_EMIT reset(source);
    }
}

void DiagnosticList::clearPlaced(Source source)
{
    const QList<Diagnostic> &before = m_found.at(static_cast<std::size_t>(source)).all;
    QList<Diagnostic> kept = before;
    if (kept.removeIf([](const Diagnostic &one) { return one.line > 0; }) > 0) {
        set(source, kept);
        Q_EMIT reset(source);
    }
}

void DiagnosticList::clear(Source source)
{
    if (!of(source).isEmpty()) {
        set(source, {});
        Q_EMIT reset(source);
    }
}

void DiagnosticList::clear()
{
    for (std::size_t source = 0; source < sources; ++source) {
        clear(static_cast<Source>(source));
    }
}

QList<Diagnostic> DiagnosticList::all() const
{
    QList<Diagnostic> rest;
    for (const Source source : otherSources) {
        rest += of(source);
    }
    QList<Diagnostic> found = combined(of(Source::Compiler), rest);
    if (std::ranges::any_of(m_found, &Found::isCut)) {
        found << thereAreMore();
    }
    return found;
}

QList<Diagnostic> DiagnosticList::of(Source source) const
{
    return m_found.at(static_cast<std::size_t>(source)).all;
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
