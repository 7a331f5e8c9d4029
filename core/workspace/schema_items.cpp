// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/schema_items.h"

#include "core/base/display.h"
#include "core/workspace/manifest_items.h"

#include <QCoreApplication>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxDescription = 1'000;

QString requiredText()
{
    return QCoreApplication::translate("SchemaItems", "required");
}

QString clean(const QString &text)
{
    QString shown = text.simplified().left(maxDescription);
    std::ranges::transform(shown, shown.begin(), escapeControlCharacter);
    return shown;
}

/// As the text of a snippet, in which these have a meaning.
QString literal(QString text)
{
    return text.replace(u'\\', QLatin1String("\\\\"))
        .replace(u'$', QLatin1String("\\$"))
        .replace(u'}', QLatin1String("\\}"));
}

QString bodyOf(const SchemaOffer &offer, bool hasColon)
{
    const QString name = literal(QString::fromUtf8(Json(offer.name).toUtf8()));
    if (hasColon) {
        return name;
    }
    const bool isPair = offer.value.size() == 2;
    const QString value = isPair ? QStringLiteral("%1$0%2").arg(QChar::fromLatin1(offer.value[0]),
                                                                literal(QString(QChar::fromLatin1(offer.value[1]))))
                                 : QStringLiteral("$0");
    return name + QStringLiteral(": ") + value;
}

} // namespace

QList<lsp::CompletionItem> schemaItems(const JsonSchema &schema, const JsonPlace &place, const std::stop_token &stop)
{
    const bool isKey = place.kind == JsonPlace::Kind::Key;
    const QList<SchemaOffer> offers = isKey ? schema.keys(place.path, place.siblings, stop)
                                      : place.kind == JsonPlace::Kind::Value ? schema.values(place.path, stop)
                                                                             : QList<SchemaOffer>();
    QList<lsp::CompletionItem> items;
    for (const SchemaOffer &offer : offers) {
        lsp::CompletionItem item;
        item.label = clean(offer.name);
        item.filterText = isKey ? offer.name : QString(offer.name).remove(u'"');
        item.kind = isKey ? lsp::CompletionKind::Property : lsp::CompletionKind::EnumMember;
        const bool isSaid = offer.isRequired && !offer.type.isEmpty();
        item.labelDescription = clean(offer.type) + (isSaid ? QStringLiteral(" · ") : QString()) +
                                (offer.isRequired ? requiredText() : QString());
        item.documentation = {.value = asPlainMarkdown(offer.description), .isMarkdown = true};
        item.sortText = QStringLiteral("%1").arg(items.size(), 4, 10, QLatin1Char('0'));
        item.insertText = isKey ? bodyOf(offer, place.hasColon) : literal(offer.name);
        item.isSnippet = true;
        item.completesOn = isKey && !place.hasColon;
        items << item;
    }
    return items;
}

QString schemaDescription(const JsonSchema &schema, QByteArrayView text, const JsonPlace &place,
                          const std::stop_token &stop)
{
    if (place.kind == JsonPlace::Kind::Nothing || place.from >= place.to) {
        return {};
    }
    QStringList path = place.path;
    if (place.kind == JsonPlace::Kind::Key) {
        path << QString::fromUtf8(text.sliced(place.from, place.to - place.from)).remove(u'"');
    }
    const SchemaOffer offer = schema.describe(path, stop);
    if (offer.type.isEmpty() && offer.description.isEmpty()) {
        return {};
    }
    QStringList head{clean(offer.name), clean(offer.type)};
    head << (offer.isRequired ? requiredText() : QString());
    head.removeAll(QString());
    const QString description = clean(offer.description);
    return head.join(QStringLiteral(" · ")) + (description.isEmpty() ? QString() : u'\n' + description);
}

} // namespace studio
