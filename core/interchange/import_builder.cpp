// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/import_builder.h"

#include "core/interchange/credentials.h"
#include "core/interchange/file_names.h"

#include <QObject>

#include <algorithm>
#include <array>
#include <utility>

namespace studio::interchange {

namespace {

struct FormatRow
{
    ImportFormat format;
    QLatin1StringView name;
};

constexpr std::array formatRows{FormatRow{ImportFormat::Bruno, QLatin1StringView("bruno")},
                                FormatRow{ImportFormat::HttpFile, QLatin1StringView("http")},
                                FormatRow{ImportFormat::Hurl, QLatin1StringView("hurl")},
                                FormatRow{ImportFormat::Postman, QLatin1StringView("postman")},
                                FormatRow{ImportFormat::OpenApi, QLatin1StringView("openapi")}};

// A reader of collections takes 50,000 values of YAML in a file.
constexpr qsizetype maxInRequest = 1'000;      ///< headers, parameters and so on, of each
constexpr qsizetype maxInEnvironment = 10'000; ///< variables

/// Shortens lists that would make a file that is not read; calls `warn` with the place.
template <typename Warn> class ListBounds
{
public:
    explicit ListBounds(Warn warn) : m_warn(warn) {}

    void apply(collection::Folder &folder)
    {
        shorten(folder.defaults.headers, maxInRequest, folder.name);
        shorten(folder.defaults.variables, maxInEnvironment, folder.name);
        for (collection::Folder &below : folder.folders) {
            apply(below);
        }
        for (collection::SavedRequest &request : folder.requests) {
            shorten(request.tags, maxInRequest, request.name);
            shorten(request.headers, maxInRequest, request.name);
            shorten(request.parameters, maxInRequest, request.name);
            shorten(request.body.fields, maxInRequest, request.name);
            shorten(request.variables, maxInRequest, request.name);
            shorten(request.assertions, maxInRequest, request.name);
            shorten(request.captures, maxInRequest, request.name);
        }
    }

    template <typename T> void shorten(QList<T> &list, qsizetype most, const QString &place)
    {
        if (list.size() > most) {
            list.resize(most);
            m_warn(place, QObject::tr("of a list with more than %1 entries the rest is left out").arg(most));
        }
    }

private:
    Warn m_warn;
};

/// How many folders a folder is below the collection, by the path that it has while it is built.
int depthOf(const collection::Folder &folder)
{
    return folder.path.isEmpty() ? 0 : static_cast<int>(folder.path.count(u'/')) + 1;
}

} // namespace

QLatin1StringView importFormatName(ImportFormat format)
{
    return std::ranges::find(formatRows, format, &FormatRow::format)->name;
}

std::optional<ImportFormat> importFormatNamed(const QString &name)
{
    const auto *const found = std::ranges::find(formatRows, name, &FormatRow::name);
    return found == formatRows.end() ? std::nullopt : std::optional(found->format);
}

std::span<const ImportFormat> importFormats()
{
    static constexpr auto all = [] {
        std::array<ImportFormat, formatRows.size()> formats{};
        std::ranges::transform(formatRows, formats.begin(), &FormatRow::format);
        return formats;
    }();
    return all;
}

collection::Variable plainVariable(const QString &name, const QString &value)
{
    return {.name = name, .value = value, .type = {}, .others = {}};
}

ImportBuilder::ImportBuilder(ImportFormat format, const QString &name)
{
    m_made.format = format;
    m_made.collection.root.name = name;
}

collection::Folder &ImportBuilder::addFolder(collection::Folder &parent, const QString &name)
{
    const int depth = depthOf(parent);
    if (depth >= collection::maxCollectionDepth) {
        warn(name, 0, QObject::tr("folders are nested deeper than %1").arg(collection::maxCollectionDepth));
        return parent;
    }
    collection::Folder folder;
    folder.name = name;
    folder.path = QStringList(depth + 1, QStringLiteral("x")).join(u'/'); // for its depth, until it has one
    parent.folders.append(std::move(folder));
    return parent.folders.last();
}

bool ImportBuilder::add(collection::Folder &folder, collection::SavedRequest request)
{
    if (m_requests == maxImportedRequests) {
        warn(request.name, 0, QObject::tr("it and those behind it are more than %1 requests").arg(maxImportedRequests));
    }
    if (++m_requests > maxImportedRequests) {
        return false;
    }
    folder.requests.append(std::move(request));
    return true;
}

void ImportBuilder::add(collection::Environment environment)
{
    m_made.collection.environments.append(std::move(environment));
}

void ImportBuilder::warn(const QString &place, int line, const QString &message)
{
    if (++m_warnings < maxImportWarnings) {
        m_made.warnings.append({place.simplified().left(200), line, message});
    }
}

Result<ImportedCollection> ImportBuilder::finish()
{
    if (m_requests == 0 && m_made.collection.environments.isEmpty()) {
        return fail(ErrorCode::NotFound, QObject::tr("There are no requests in it."));
    }
    const auto warnAt = [this](const QString &place, const QString &message) { warn(place, 0, message); };
    ListBounds bounds(warnAt);
    assignPaths(m_made.collection);
    bounds.apply(m_made.collection.root);
    moveCredentials(m_made.collection, warnAt);
    for (collection::Environment &environment : m_made.collection.environments) {
        bounds.shorten(environment.variables, maxInEnvironment, environment.name);
    }
    assignEnvironmentPaths(m_made.collection);
    if (m_warnings >= maxImportWarnings) {
        m_made.warnings.append({m_made.collection.root.name, 0,
                                QObject::tr("%n more warnings are not shown", nullptr,
                                            static_cast<int>(m_warnings - maxImportWarnings + 1))});
    }
    return std::move(m_made);
}

} // namespace studio::interchange
