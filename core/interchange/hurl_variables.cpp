// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/hurl_variables.h"

#include <algorithm>

namespace studio::interchange {

namespace {

constexpr qsizetype maxExpanded = 1 << 20; ///< characters of one value

} // namespace

HurlVariables::HurlVariables(const collection::Environment *environment)
{
    for (const collection::Variable &variable : environment ? environment->variables : QList<collection::Variable>()) {
        if (variable.isSecret && !variable.isDisabled) {
            m_secrets.insert(variable.name);
        }
    }
}

void HurlVariables::enter(QList<collection::Values> levels)
{
    m_levels = std::move(levels);
    m_toSet.clear();
    m_order.clear();
}

HurlParts HurlVariables::parts(const QString &text)
{
    const HurlParts made = peekParts(text);
    define(made);
    return made;
}

void HurlVariables::define(const HurlParts &parts)
{
    for (const HurlPart &part : parts) {
        const bool isSet = m_set.contains(part.variable) && m_set.value(part.variable) == part.value;
        if (part.isKnown && !isSet && !m_toSet.contains(part.variable)) {
            m_order << part.variable;
            m_toSet.insert(part.variable, part.value);
        }
    }
}

/// A value that is made of texts only stays a variable. One that holds what only the run knows is written out in place,
/// since Hurl's own definitions are made once.
HurlParts HurlVariables::expanded(const QString &text, int depth)
{
    HurlParts made;
    for (const collection::TextPart &part : collection::textParts(text)) {
        if (!part.isVariable) {
            made.append({part.text, {}, {}, false});
            continue;
        }
        made += variableParts(part.text, depth);
    }
    return made;
}

HurlParts HurlVariables::variableParts(const QString &name, int depth)
{
    if (m_captured.contains(name)) {
        return {{{}, hurlName(name), {}, false}};
    }
    const auto level = std::find_if(m_levels.crbegin(), m_levels.crend(),
                                    [&](const collection::Values &each) { return each.contains(name); });
    if (level == m_levels.crend() || depth >= collection::maxVariableDepth) {
        const QString needed = hurlName(name);
        QStringList &list = m_secrets.contains(name) ? m_neededSecrets : m_neededValues;
        if (!list.contains(needed)) {
            list << needed;
        }
        return {{{}, needed, {}, false}};
    }
    const HurlParts value = expanded(level->value(name), depth + 1);
    if (!isKnown(value)) {
        return inlined(value);
    }
    const QString own = hurlName(name);
    const QString text = knownText(value);
    if (text.size() > maxExpanded) {
        return {{{}, needValue(name), {}, false}};
    }
    return {{{}, own, text, true}};
}

QStringList HurlVariables::takeDefinitions()
{
    QStringList lines;
    for (const QString &name : std::as_const(m_order)) {
        const QString value = m_toSet.value(name);
        m_set.insert(name, value);
        lines << QStringLiteral("variable: %1=").arg(name) + hurlQuoted({{value, {}, {}, false}});
    }
    m_order.clear();
    m_toSet.clear();
    return lines;
}

QString HurlVariables::capture(const QString &name)
{
    m_captured.insert(name);
    return hurlName(name);
}

QString HurlVariables::needValue(const QString &name)
{
    const QString needed = hurlName(name);
    if (!m_neededValues.contains(needed)) {
        m_neededValues << needed;
    }
    return needed;
}

/// Letters, digits, "_" and "-", each name once; those of Hurl's functions are taken.
QString HurlVariables::hurlName(const QString &name)
{
    if (const auto known = m_names.constFind(name); known != m_names.constEnd()) {
        return *known;
    }
    QString made;
    for (const QChar c : name) {
        const bool isPlain = c < QChar(0x80) && (c.isLetterOrNumber() || c == u'_' || c == u'-');
        made += isPlain ? c : u'_';
    }
    const auto isTaken = [&](const QString &each) {
        return each == QLatin1String("newDate") || each == QLatin1String("newUuid") ||
               std::ranges::contains(m_names, each);
    };
    const QString base = made;
    for (int number = 2; isTaken(made); ++number) {
        made = base + u'_' + QString::number(number);
    }
    m_names.insert(name, made);
    return made;
}

} // namespace studio::interchange
