// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/tip.h"

#include <QTextDocument>

namespace studio {

namespace {

constexpr qsizetype maxColumns = 100;

/// Where a line that is too long is broken: behind the last space that fits, or else where the room ends. Never within
/// a surrogate pair.
qsizetype breakOf(QStringView line)
{
    const qsizetype space = line.first(maxColumns).lastIndexOf(u' ');
    if (space > maxColumns / 2) {
        return space + 1;
    }
    return line[maxColumns].isLowSurrogate() ? maxColumns - 1 : maxColumns;
}

QString wrapped(const QString &text)
{
    QString result;
    result.reserve(text.size() + text.size() / maxColumns + 1);
    for (const QStringView whole : QStringView(text).split(u'\n')) {
        QStringView line = whole;
        while (line.size() > maxColumns) {
            const qsizetype end = breakOf(line);
            result.append(line.first(end)).append(u'\n');
            line = line.sliced(end);
        }
        result.append(line).append(u'\n');
    }
    result.chop(1);
    return result;
}

} // namespace

QString asTip(const QString &text)
{
    QString tip = wrapped(text);
    if (Qt::mightBeRichText(tip)) {
        // An invisible character behind each that could begin a tag or an entity.
        constexpr QChar wordJoiner(0x2060);
        tip.replace(u'<', QString(u'<') + wordJoiner).replace(u'&', QString(u'&') + wordJoiner);
    }
    return tip;
}

} // namespace studio
