// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/collection_import.h"

#include "core/interchange/import_formats.h"

#include <QObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace studio::interchange {

namespace {

/// What a file is, by its name, and where that says little by what it begins with.
std::optional<ImportFormat> formatOf(const SourceFile &file)
{
    const QString name = file.name();
    if (name == QLatin1String("bruno.json") || name.endsWith(QLatin1String(".bru"))) {
        return ImportFormat::Bruno;
    }
    if (isHttpFileName(name)) {
        return ImportFormat::HttpFile;
    }
    if (name.endsWith(QLatin1String(".hurl"))) {
        return ImportFormat::Hurl;
    }
    static const QRegularExpression openApi(
        QStringLiteral("(?:\\A|[\\n{,])[ \\t]*[\"']?(?:openapi|swagger)[\"']?[ \\t]*:[ \\t]*[\"']?[0-9]"));
    static const QRegularExpression postman(QStringLiteral("\"(?:item|_postman_\\w+)\"\\s*:"));
    const QString text = QString::fromUtf8(file.content.first(std::min<qsizetype>(file.content.size(), 1 << 20)));
    if (openApi.match(text).hasMatch()) { // first: a schema may have a property “item”
        return ImportFormat::OpenApi;
    }
    if (text.trimmed().startsWith(u'{') && postman.match(text).hasMatch()) {
        return ImportFormat::Postman;
    }
    static const QRegularExpression hurl(
        QStringLiteral("(?:\\A|\\n)(?:HTTP(?:/[0-9.]+)? (?:[0-9]{3}|\\*)|\\[Asserts\\])"));
    static const QRegularExpression http(QStringLiteral("(?:\\A|\\n)(?:###|(?:GET|POST|PUT|PATCH|DELETE) \\S)"));
    if (hurl.match(text).hasMatch()) {
        return ImportFormat::Hurl;
    }
    return http.match(text).hasMatch() ? std::optional(ImportFormat::HttpFile) : std::nullopt;
}

/// An importer takes the files whose names are of its format; one file is taken by any name.
void nameForFormat(ImportSource &source, ImportFormat format)
{
    static constexpr std::array<QLatin1StringView, 5> endings{QLatin1StringView(".bru"), QLatin1StringView(".http"),
                                                              QLatin1StringView(".hurl"), QLatin1StringView(".json"),
                                                              QLatin1StringView(".yaml")};
    if (source.files.size() != 1 || formatOf({source.files.first().path, {}}) == format) {
        return;
    }
    const bool isJson = source.files.first().content.trimmed().startsWith('{');
    const auto ending = format == ImportFormat::OpenApi && isJson ? QLatin1StringView(".json")
                                                                  : endings[static_cast<std::size_t>(format)];
    if (!source.files.first().path.endsWith(ending)) {
        source.files.first().path += ending;
    }
}

} // namespace

std::optional<ImportFormat> detectFormat(const ImportSource &source)
{
    std::optional<ImportFormat> found;
    for (const SourceFile &file : source.files) {
        const auto format = formatOf(file);
        found = format && (!found || *format < *found) ? format : found;
    }
    return found;
}

Result<ImportedCollection> importCollection(ImportSource source, std::optional<ImportFormat> format)
{
    if (source.files.isEmpty()) {
        return fail(ErrorCode::NotFound, QObject::tr("%1 holds no file that can be imported.").arg(source.name));
    }
    format = format ? format : detectFormat(source);
    if (!format) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("What %1 holds is of no format that is known here.").arg(source.name));
    }
    nameForFormat(source, *format);
    static constexpr std::array importers{importBruno, importHttpFiles, importHurl, importPostman, importOpenApi};
    auto imported = importers[static_cast<std::size_t>(*format)](source);
    if (imported) {
        imported->warnings = source.warnings + imported->warnings;
    }
    return imported;
}

Result<ImportedCollection> importCollection(const QString &path, std::optional<ImportFormat> format,
                                            const std::stop_token &stop)
{
    return readImportSource(path, stop).and_then([format](ImportSource source) {
        return importCollection(std::move(source), format);
    });
}

} // namespace studio::interchange
