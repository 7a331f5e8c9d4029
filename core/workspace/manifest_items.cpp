// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/manifest_items.h"

#include "core/base/display.h"

#include <QObject>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace studio {

namespace {

using lsp::CompletionItem;
using lsp::CompletionKind;

constexpr qsizetype maxVersionItems = 200;
constexpr qsizetype maxFeatureItems = 1'000;
constexpr qsizetype maxDescribed = 600;

CompletionItem itemOf(const QString &name, CompletionKind kind, const QString &documentation)
{
    CompletionItem item;
    item.label = name;
    item.filterText = name;
    item.insertText = name;
    item.kind = kind;
    item.documentation = {.value = asPlainMarkdown(documentation), .isMarkdown = true};
    return item;
}

/// A string gets quotes, and what the place has not yet of them.
void quote(CompletionItem &item, const ManifestPlace &place)
{
    if (!place.isQuoted) {
        item.insertText = u'"' + item.insertText + u'"';
    }
}

/// Goes on with the value where one is to be typed.
void continueWithValue(CompletionItem &item, ManifestKey::Type type, bool hasValues)
{
    using Type = ManifestKey::Type;
    if (type == Type::Table) {
        return;
    }
    item.isSnippet = true;
    item.insertText += type == Type::Text    ? QStringLiteral(" = \"$0\"")
                       : type == Type::Array ? QStringLiteral(" = [\"$0\"]")
                                             : QStringLiteral(" = $0");
    item.completesOn = hasValues || type == Type::Flag;
}

} // namespace

QString asPlainMarkdown(const QString &text)
{
    QString plain;
    for (const QChar c : text.simplified().left(maxDescribed)) {
        if (QStringView(u"\\`*_{}[]<>()#+-!|~&").contains(c)) {
            plain += u'\\';
        }
        plain += escapeControlCharacter(c);
    }
    return plain;
}

QList<CompletionItem> headerItems(const ManifestPlace &place)
{
    QList<CompletionItem> items;
    for (const ManifestHeader &header : manifestHeaders()) {
        if (header.isTableArray == place.isTableArray) {
            items << itemOf(header.name, CompletionKind::Module, header.documentation);
        }
    }
    return items;
}

QList<CompletionItem> keyItems(const ManifestPlace &place)
{
    QList<CompletionItem> items;
    for (const ManifestKey &key : manifestKeys(place.path)) {
        const bool isRare =
            key.documentation.startsWith(QLatin1String("Unstable")) || key.name == QLatin1String("im-a-teapot");
        if (isRare || (place.path.isEmpty() && key.type == ManifestKey::Type::Array)) {
            continue; // the arrays at the top are tables
        }
        CompletionItem item = itemOf(key.name, CompletionKind::Property, key.documentation);
        item.sortText = QStringLiteral("%1").arg(items.size(), 4, 10, QLatin1Char('0'));
        if (place.isLast) {
            const bool isCompleted =
                !key.values.isEmpty() || key.name == QLatin1String("version") || key.name == QLatin1String("features");
            continueWithValue(item, key.type, isCompleted);
        }
        items << item;
    }
    return items;
}

QList<CompletionItem> valueItemsOf(const ManifestKey &key, const ManifestPlace &place)
{
    QList<CompletionItem> items;
    const QStringList values =
        key.type == ManifestKey::Type::Flag ? QStringList{QStringLiteral("true"), QStringLiteral("false")} : key.values;
    for (const QString &value : values) {
        static const QRegularExpression bare(QStringLiteral("\\A(?:true|false|[0-9]+)\\z"));
        const bool isBare = key.type != ManifestKey::Type::Text && bare.match(value).hasMatch();
        if (isBare && place.isQuoted) {
            continue;
        }
        CompletionItem item = itemOf(value, CompletionKind::EnumMember, key.documentation);
        item.sortText = QStringLiteral("%1").arg(items.size(), 4, 10, QLatin1Char('0'));
        if (!isBare) {
            quote(item, place);
        }
        items << item;
    }
    return items;
}

QList<CompletionItem> versionItems(const IndexedCrate &crate, const ManifestPlace &place)
{
    QList<CompletionItem> items;
    const IndexedVersion *const newest = crate.newest();
    for (const IndexedVersion &version : crate.versions) {
        if (items.size() == maxVersionItems) {
            break;
        }
        CompletionItem item = itemOf(version.text, CompletionKind::Value, {});
        item.documentation = {};
        const QString rank = version.isYanked                ? QStringLiteral("2")
                             : version.version.pre.isEmpty() ? QStringLiteral("0")
                                                             : QStringLiteral("1");
        item.sortText = rank + QStringLiteral("%1").arg(items.size(), 5, 10, QLatin1Char('0'));
        item.isDeprecated = version.isYanked;
        item.labelDescription = version.isYanked     ? QObject::tr("yanked")
                                : &version == newest ? QObject::tr("newest")
                                                     : QString();
        item.detail.clear();
        quote(item, place);
        items << item;
    }
    return items;
}

QList<CompletionItem> featureItemsOf(const QStringList &features, const QStringList &listed, const ManifestPlace &place)
{
    QList<CompletionItem> items;
    const QSet<QString> known(listed.begin(), listed.end());
    for (const QString &feature : features) {
        if (items.size() == maxFeatureItems) {
            break;
        }
        if (!known.contains(feature)) {
            CompletionItem item = itemOf(feature, CompletionKind::EnumMember, {});
            item.documentation = {};
            quote(item, place);
            items << item;
        }
    }
    return items;
}

CompletionItem crateItem(const QString &name, const ManifestPlace &place)
{
    CompletionItem item = itemOf(name, CompletionKind::Module, {});
    item.documentation = {};
    if (place.kind == ManifestPlace::Kind::Key && place.isLast && !place.isQuoted) {
        continueWithValue(item, ManifestKey::Type::Text, true);
    }
    return item;
}

QStringList elementsAround(QByteArrayView text, const ManifestPlace &place)
{
    const qsizetype open = text.first(std::min(place.from, text.size())).lastIndexOf('[');
    const qsizetype close = text.indexOf(']', std::min(place.to, text.size()));
    if (open < 0) {
        return {};
    }
    static const QRegularExpression string(QStringLiteral("\"([^\"\\n]*)\"|'([^'\\n]*)'"));
    const auto stringsIn = [](QByteArrayView part) {
        QStringList found;
        const QString whole = QString::fromUtf8(part);
        for (auto all = string.globalMatch(whole); all.hasNext();) {
            const auto match = all.next();
            found << match.captured(1) + match.captured(2);
        }
        return found;
    };
    const qsizetype quotes = place.isQuoted ? 1 : 0;
    const qsizetype before = std::max(place.from - quotes, open);
    const qsizetype behind = std::min(place.to + quotes, text.size());
    QStringList found = stringsIn(text.sliced(open, before - open));
    if (close > behind) {
        found += stringsIn(text.sliced(behind, close - behind));
    }
    return found;
}

} // namespace studio
