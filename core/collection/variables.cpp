// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/variables.h"

#include <QObject>

#include <algorithm>
#include <utility>

namespace studio::collection {

namespace {

/// The name between the braces, or nothing where that is no name.
std::optional<QString> nameIn(QStringView between)
{
    const QStringView name = between.trimmed();
    const bool isName = !name.isEmpty() && std::ranges::none_of(name, [](QChar c) {
        return c == u'{' || c == u'}' || c == u'"' || c == u'\n' || c == u'\r';
    });
    return isName ? std::optional(name.toString()) : std::nullopt;
}

} // namespace

Values valuesOf(const QList<Variable> &variables)
{
    Values values;
    for (const Variable &variable : variables) {
        if (!variable.isDisabled && !variable.isSecret) {
            values.insert(variable.name, variable.value);
        }
    }
    return values;
}

QList<TextPart> textParts(const QString &text)
{
    constexpr QLatin1StringView opening("{{");
    constexpr QLatin1StringView closing("}}");
    QList<TextPart> parts;
    qsizetype at = 0;
    for (qsizetype begin = text.indexOf(opening); begin >= 0; begin = text.indexOf(opening, begin)) {
        const qsizetype end = text.indexOf(closing, begin + opening.size());
        if (end < 0) {
            break;
        }
        const auto name = nameIn(QStringView(text).sliced(begin + opening.size(), end - begin - opening.size()));
        if (!name) {
            ++begin; // the name may begin at the next brace
            continue;
        }
        if (begin > at) {
            parts.append({text.sliced(at, begin - at), false});
        }
        parts.append({*name, true});
        at = begin = end + closing.size();
    }
    if (at < text.size()) {
        parts.append({at == 0 ? text : text.sliced(at), false});
    }
    return parts;
}

Result<QString> Substitution::apply(const QString &text)
{
    const QList<TextPart> parts = textParts(text);
    QString made;
    qsizetype counted = 0;
    for (const TextPart &part : parts) {
        if (!part.isVariable) {
            made += part.text;
            continue;
        }
        const auto value = valueOf(part.text);
        if (!value) {
            return value;
        }
        made += *value;
        m_made += made.size() - std::exchange(counted, made.size());
        if (m_made > maxSubstituted) {
            return fail(ErrorCode::ResourceExhausted,
                        QObject::tr("With the variable “%1” the request becomes longer than %2 characters.")
                            .arg(part.text)
                            .arg(maxSubstituted));
        }
    }
    return made;
}

Result<QString> Substitution::valueOf(const QString &name)
{
    if (const auto known = m_expanded.constFind(name); known != m_expanded.constEnd()) {
        return *known;
    }
    const QString *const written = find(name);
    if (!written) {
        return fail(ErrorCode::InvalidArgument,
                    m_missing.value(name, QObject::tr("There is no variable “%1”.").arg(name)));
    }
    if (const qsizetype at = m_expanding.indexOf(name); at >= 0) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("The variable “%1” is defined by itself: %2.")
                        .arg(name, (m_expanding.sliced(at) + QStringList(name)).join(QStringLiteral(" → "))));
    }
    if (m_expanding.size() == maxVariableDepth) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("The variable “%1” leads through more than %2 others.")
                                                    .arg(m_expanding.first())
                                                    .arg(maxVariableDepth));
    }
    m_expanding.append(name);
    auto value = apply(*written);
    m_expanding.removeLast();
    if (value) {
        m_expanded.insert(name, *value);
    }
    return value;
}

const QString *Substitution::find(const QString &name) const
{
    for (qsizetype level = m_levels.size() - 1; level >= 0; --level) {
        if (const auto found = m_levels[level].constFind(name); found != m_levels[level].constEnd()) {
            return &*found;
        }
    }
    return nullptr;
}

} // namespace studio::collection
