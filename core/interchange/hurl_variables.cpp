// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/hurl_variables.h"

#include <algorithm>

namespace studio::interchange {

namespace {

constexpr qsizetype maxExpanded = 1 << 20;    ///< characters of one value
constexpr qsizetype maxExpandedParts = 4'096; ///< variables and texts of one value

qsizetype lengthOf(const HurlParts &parts)
{
    qsizetype length = 0;
    for (const HurlPart &part : parts) {
        length += part.text.size() + part.value.size();
    }
    return length;
}

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
    m_known.clear();
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

HurlParts HurlVariables::peekParts(const QString &text)
{
    HurlParts made;
    for (const collection::TextPart &part : collection::textParts(text)) {
        if (part.isVariable) {
            made += variableParts(part.text);
        } else {
            made.append({part.text, {}, {}, false});
        }
    }
    return made;
}

/// Each variable is expanded once for a request. One that is defined by itself, or becomes too long, has no value here.
HurlParts HurlVariables::variableParts(const QString &name)
{
    if (m_captured.contains(name)) {
        return {{{}, hurlName(name), {}, false}};
    }
    if (const auto known = m_known.constFind(name); known != m_known.constEnd()) {
        return *known;
    }
    const auto level = std::find_if(m_levels.crbegin(), m_levels.crend(),
                                    [&](const collection::Values &each) { return each.contains(name); });
    const bool isEndless = m_expanding.contains(name) || m_expanding.size() >= collection::maxVariableDepth;
    if (level == m_levels.crend() || isEndless) {
        return {{{}, needValue(name), {}, false}};
    }
    m_expanding.append(name);
    const HurlParts value = peekParts(level->value(name));
    m_expanding.removeLast();
    const HurlParts made = ownParts(name, value);
    m_known.insert(name, made);
    return made;
}

/// A value that is made of texts only stays a variable. One that holds what only the run knows is written out in place,
/// since Hurl's own definitions are made once.
HurlParts HurlVariables::ownParts(const QString &name, const HurlParts &value)
{
    if (value.size() > maxExpandedParts || lengthOf(value) > maxExpanded) {
        return {{{}, needValue(name), {}, false}};
    }
    return isKnown(value) ? HurlParts{{{}, hurlName(name), knownText(value), true}} : inlined(value);
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
    if (!m_needed.contains(needed)) {
        m_needed.insert(needed);
        (m_secrets.contains(name) ? m_neededSecrets : m_neededValues) << needed;
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
    if (made == QLatin1String("newDate") || made == QLatin1String("newUuid")) {
        made += u'_';
    }
    const QString base = made;
    int &number = m_numbers[base];
    for (number = std::max(number, 1); m_used.contains(made);) {
        made = base + u'_' + QString::number(++number);
    }
    m_used.insert(made);
    m_names.insert(name, made);
    return made;
}

} // namespace studio::interchange
