// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/hurl_text.h"

#include "core/base/json.h"

#include <QRegularExpression>

#include <algorithm>

namespace studio::interchange {

namespace {

QString codePoint(QChar c)
{
    return QStringLiteral("\\u{%1}").arg(c.unicode(), 0, 16);
}

/// Writes the parts; characters of `special` get a backslash, control characters and braces that could open a variable
/// their number. Surrogate pairs stay as they are.
QString escaped(const HurlParts &parts, QStringView special)
{
    const bool hasTwoBraces = parts.size() > 1 || std::ranges::any_of(parts, [](const HurlPart &part) {
                                  return part.variable.isEmpty() && part.text.contains(QLatin1String("{{"));
                              });
    QString made;
    for (const HurlPart &part : parts) {
        if (!part.variable.isEmpty()) {
            made += QStringLiteral("{{%1}}").arg(part.variable);
            continue;
        }
        for (const QChar c : part.text) {
            if (c == u'\n') {
                made += QLatin1String("\\n");
            } else if (c < u' ' || c == QChar(0x7f) || (c == u'{' && hasTwoBraces)) {
                made += codePoint(c);
            } else {
                made += special.contains(c) ? QString(u'\\') + c : QString(c);
            }
        }
    }
    return made;
}

/// Whether what stands before `end` leaves a JSON string open.
bool isInsideString(const QString &json, bool wasInside)
{
    bool isInside = wasInside;
    for (qsizetype at = 0; at < json.size(); ++at) {
        if (json[at] == u'\\' && isInside) {
            ++at;
        } else if (json[at] == u'"') {
            isInside = !isInside;
        }
    }
    return isInside;
}

/// Whether Hurl's own reader of JSON takes the text, and its braces are those of variables.
bool isJsonBody(const HurlParts &parts)
{
    QString sample;
    for (const HurlPart &part : parts) {
        if (part.variable.isEmpty() && (part.text.contains(QLatin1String("{{")) || part.text.endsWith(u'{'))) {
            return false;
        }
        sample += part.variable.isEmpty() ? part.text : QString(u'0');
    }
    const QString trimmed = sample.trimmed();
    return (trimmed.startsWith(u'{') || trimmed.startsWith(u'[')) && !findJsonFault(trimmed.toUtf8(), 60).has_value();
}

QString written(const HurlParts &parts)
{
    QString made;
    for (const HurlPart &part : parts) {
        made += part.variable.isEmpty() ? part.text : QStringLiteral("{{%1}}").arg(part.variable);
    }
    return made;
}

/// Between three backticks a text ends with a line end, and nothing can be escaped.
bool fitsBetweenFences(const HurlParts &parts)
{
    return !parts.isEmpty() && parts.last().variable.isEmpty() && parts.last().text.endsWith(u'\n') &&
           std::ranges::none_of(parts, [](const HurlPart &part) {
               return part.variable.isEmpty() &&
                      (part.text.contains(QLatin1String("```")) || part.text.contains(u'{') ||
                       part.text.contains(u'\\') || part.text.contains(u'\r') || part.text.contains(QChar(0)));
           });
}

} // namespace

HurlParts inlined(const HurlParts &parts)
{
    HurlParts made;
    for (const HurlPart &part : parts) {
        made.append(part.isKnown ? HurlPart{part.value, {}, {}, false} : part);
    }
    return made;
}

bool isKnown(const HurlParts &parts)
{
    return std::ranges::all_of(parts, [](const HurlPart &part) { return part.variable.isEmpty() || part.isKnown; });
}

QString knownText(const HurlParts &parts)
{
    QString text;
    for (const HurlPart &part : parts) {
        text += part.variable.isEmpty() ? part.text : part.value;
    }
    return text;
}

QString hurlQuoted(const HurlParts &parts)
{
    return u'"' + escaped(parts, u"\"\\") + u'"';
}

QString hurlOneLine(const HurlParts &parts)
{
    return u'`' + escaped(parts, u"`\\") + u'`';
}

QString hurlValue(const HurlParts &parts)
{
    const QString text = escaped(parts, u"#\\");
    const QString trimmed = text.trimmed();
    const qsizetype begin = trimmed.isEmpty() ? text.size() : text.indexOf(trimmed);
    const qsizetype end = text.size() - begin - trimmed.size();
    return codePoint(u' ').repeated(begin) + trimmed + codePoint(u' ').repeated(end); // Hurl drops blanks at either end
}

QString hurlKey(const HurlParts &parts)
{
    static const QRegularExpression plain(QStringLiteral("[A-Za-z0-9_.-]"));
    QString made;
    for (const HurlPart &part : parts) {
        if (!part.variable.isEmpty()) {
            made += QStringLiteral("{{%1}}").arg(part.variable);
            continue;
        }
        for (const char32_t c : part.text.toUcs4()) {
            const QString one = QString::fromUcs4(&c, 1);
            made += plain.match(one).hasMatch() ? one : QStringLiteral("\\u{%1}").arg(static_cast<uint>(c), 0, 16);
        }
    }
    return made;
}

QString hurlComment(const QString &text)
{
    QString line = text;
    for (QChar &c : line) {
        c = c < u' ' ? u' ' : c;
    }
    return QStringLiteral("# ") + line.trimmed();
}

HurlParts jsonBodyParts(const HurlParts &parts)
{
    static const QRegularExpression plain(QStringLiteral("\\A[\\w .:/@%+=,;?&-]*\\z"));
    HurlParts made;
    bool isInside = false;
    for (const HurlPart &part : parts) {
        if (part.variable.isEmpty()) {
            isInside = isInsideString(part.text, isInside);
            made.append(part);
        } else if (!part.isKnown || (isInside && plain.match(part.value).hasMatch())) {
            made.append(part);
        } else {
            isInside = isInsideString(part.value, isInside);
            made.append({part.value, {}, {}, false});
        }
    }
    return made;
}

QString hurlBody(const HurlParts &parts, bool isJson)
{
    if (isJson && isJsonBody(parts)) {
        return written(parts).trimmed();
    }
    return fitsBetweenFences(parts) ? QStringLiteral("```\n%1```").arg(written(parts)) : hurlOneLine(parts);
}

} // namespace studio::interchange
