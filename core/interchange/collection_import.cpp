// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/collection_import.h"

#include "core/base/files.h"
#include "core/base/user_file.h"
#include "core/collection/collection_writer.h"
#include "core/config/yaml_json.h"
#include "core/interchange/file_names.h"
#include "core/interchange/import_formats.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>
#include <QRegularExpression>

#include <algorithm>

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
        QStringLiteral("(?:\\A|[\\n{,])[ \\t]*[\"']?(?:openapi|swagger)[\"']?[ \\t]*:"));
    static const QRegularExpression postman(QStringLiteral("\"(?:item|_postman_\\w+)\"\\s*:"));
    const QString text = QString::fromUtf8(file.content.first(std::min<qsizetype>(file.content.size(), 1 << 20)));
    if (text.trimmed().startsWith(u'{') && postman.match(text).hasMatch()) {
        return ImportFormat::Postman;
    }
    if (openApi.match(text).hasMatch()) {
        return ImportFormat::OpenApi;
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

/// Writes the files of a collection into a folder of it, or into the folder of all.
class ImportWriter
{
public:
    ImportWriter(QString root, QString prefix) : m_root(std::move(root)), m_prefix(std::move(prefix)) {}

    Result<QStringList> write(collection::Collection imported)
    {
        chooseEnvironmentNames(imported);
        if (const auto checked = checkFree(imported); !checked) {
            return std::unexpected(checked.error());
        }
        if (auto written = writeFolder(imported.root); !written) {
            return std::unexpected(written.error());
        }
        for (const collection::Environment &environment : std::as_const(imported.environments)) {
            if (const auto saved = collection::saveEnvironment(m_root, environment, nullptr); !saved) {
                return std::unexpected(saved.error());
            }
            m_written << environment.path;
        }
        return m_written;
    }

private:
    [[nodiscard]] bool isThere(const QString &path) const
    {
        const QFileInfo info(m_root + u'/' + path);
        return info.exists() || info.isSymLink();
    }

    [[nodiscard]] QString placed(const QString &path) const
    {
        return m_prefix.isEmpty() ? path : path.isEmpty() ? m_prefix : m_prefix + u'/' + path;
    }

    [[nodiscard]] QString ownFile(const collection::Folder &folder) const
    {
        const QString path = placed(folder.path);
        return path.isEmpty() ? QString(collection::rootFileName) : path + u'/' + collection::folderFileName;
    }

    /// An environment that has the name of one that is there gets another.
    void chooseEnvironmentNames(collection::Collection &imported) const
    {
        for (collection::Environment &environment : imported.environments) {
            const QString name = environment.name;
            for (int number = 2; isThere(environment.path); ++number) {
                environment.name = QStringLiteral("%1 %2").arg(name).arg(number);
                environment.path = collection::environmentsFolderName + u'/' +
                                   safeFileName(environment.name, QStringLiteral("local")) + QStringLiteral(".yml");
            }
        }
    }

    Result<void> checkFree(const collection::Collection &imported) const
    {
        const QString first = m_prefix.isEmpty() ? QString() : m_prefix;
        return isThere(first) && !first.isEmpty() ? exists(first) : checkFolder(imported.root);
    }

    [[nodiscard]] static std::unexpected<Error> exists(const QString &path)
    {
        return fail(ErrorCode::AlreadyExists,
                    QObject::tr("There is %1 already. Nothing was written; name another folder.").arg(path));
    }

    Result<void> checkFolder(const collection::Folder &folder) const
    {
        if (isThere(ownFile(folder))) {
            return exists(ownFile(folder));
        }
        for (const collection::SavedRequest &request : folder.requests) {
            if (isThere(placed(request.path))) {
                return exists(placed(request.path));
            }
        }
        for (const collection::Folder &below : folder.folders) {
            if (auto checked = checkFolder(below); !checked) {
                return checked;
            }
        }
        return {};
    }

    Result<void> writeFolder(const collection::Folder &folder)
    {
        const QString file = ownFile(folder);
        const bool isRoot = file == collection::rootFileName;
        if (auto made = makeFolder(QFileInfo(m_root + u'/' + file).path()); !made) {
            return made;
        }
        if (auto saved = saveUserFile(m_root + u'/' + file,
                                      isRoot ? collection::rootText(folder) : collection::folderText(folder));
            !saved) {
            return saved;
        }
        m_written << file;
        for (const collection::Folder &below : folder.folders) {
            if (auto written = writeFolder(below); !written) {
                return written;
            }
        }
        for (collection::SavedRequest request : folder.requests) {
            request.path = placed(request.path);
            if (auto saved = collection::saveRequest(m_root, request, nullptr); !saved) {
                return saved;
            }
            m_written << request.path;
        }
        return {};
    }

    QString m_root;
    QString m_prefix; ///< the folder of the collection in which it becomes; empty for all of it
    QStringList m_written;
};

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

Result<QStringList> writeImported(const collection::Collection &imported, const QString &folder)
{
    const QString target = QFileInfo(folder).absoluteFilePath();
    const QString existing = collection::collectionFolderOf(target);
    if (existing.isEmpty()) {
        return ImportWriter(target, {}).write(imported);
    }
    const QString prefix = existing == target ? safeFileName(imported.root.name, QStringLiteral("Imported"))
                                              : target.sliced(existing.size() + 1);
    return ImportWriter(existing, prefix).write(imported);
}

} // namespace studio::interchange
