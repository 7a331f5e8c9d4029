// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/serde_names.h"

#include <QStringList>

namespace studio {

namespace {

QString withFirst(const QString &name, bool isUpper)
{
    return name.isEmpty() ? name : (isUpper ? name.first(1).toUpper() : name.first(1).toLower()) + name.sliced(1);
}

QString snakeOf(const QString &pascal)
{
    QString snake;
    for (const QChar c : pascal) {
        if (c.isUpper() && !snake.isEmpty()) {
            snake += u'_';
        }
        snake += c.toLower();
    }
    return snake;
}

} // namespace

QString renamedField(const QString &name, const QString &rule)
{
    if (rule == QLatin1String("PascalCase") || rule == QLatin1String("camelCase")) {
        QString joined;
        for (const QString &part : name.split(u'_', Qt::SkipEmptyParts)) {
            joined += withFirst(part, true);
        }
        return rule == QLatin1String("camelCase") ? withFirst(joined, false) : joined;
    }
    if (rule == QLatin1String("UPPERCASE") || rule == QLatin1String("SCREAMING_SNAKE_CASE")) {
        return name.toUpper();
    }
    if (rule == QLatin1String("kebab-case")) {
        return QString(name).replace(u'_', u'-');
    }
    if (rule == QLatin1String("SCREAMING-KEBAB-CASE")) {
        return name.toUpper().replace(u'_', u'-');
    }
    return name;
}

QString renamedVariant(const QString &name, const QString &rule)
{
    if (rule == QLatin1String("lowercase")) {
        return name.toLower();
    }
    if (rule == QLatin1String("UPPERCASE")) {
        return name.toUpper();
    }
    if (rule == QLatin1String("camelCase")) {
        return withFirst(name, false);
    }
    if (rule == QLatin1String("PascalCase") || rule.isEmpty()) {
        return name;
    }
    return renamedField(snakeOf(name), rule);
}

} // namespace studio
