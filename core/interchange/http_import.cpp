// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_field.h"
#include "core/interchange/http_file.h"
#include "core/interchange/import_formats.h"
#include "core/interchange/import_values.h"

#include <QFileInfo>
#include <QObject>

#include <algorithm>

namespace studio::interchange {

namespace {

/// Environments by name, of a file in which only their values are, or of one whose values are secret.
class HttpEnvironments
{
public:
    explicit HttpEnvironments(ImportBuilder &builder) : m_builder(builder) {}

    void read(const SourceFile &file, bool isPrivate)
    {
        const auto json = parseJson(file.content);
        if (!json || !json->isObject()) {
            m_builder.warn(file.path, 0, json ? QObject::tr("the file is no object") : json.error().message);
            return;
        }
        for (const auto &[name, variables] : json->members()) {
            collection::Environment &environment = named(toQString(name));
            for (const auto &[variable, value] : variables.members()) {
                add(environment, toQString(variable), value, isPrivate, file);
            }
        }
    }

    void finish()
    {
        for (collection::Environment &environment : m_environments) {
            keepLastOfEach(environment.variables);
            m_builder.add(std::move(environment));
        }
    }

private:
    collection::Environment &named(const QString &name)
    {
        const auto found = std::ranges::find(m_environments, name, &collection::Environment::name);
        if (found != m_environments.end()) {
            return *found;
        }
        m_environments.append({.path = {}, .name = name, .variables = {}, .others = {}});
        return m_environments.last();
    }

    void add(collection::Environment &environment, const QString &name, const Json &value, bool isPrivate,
             const SourceFile &file)
    {
        const auto text = collection::scalarText(value);
        if (!text) {
            m_builder.warn(file.path, 0,
                           QObject::tr("“%1” of the environment “%2” is not imported").arg(name, environment.name));
            return;
        }
        collection::Variable variable = plainVariable(name, isPrivate ? QString() : *text);
        variable.isSecret = isPrivate;
        environment.variables.append(std::move(variable));
    }

    ImportBuilder &m_builder;
    QList<collection::Environment> m_environments;
};

} // namespace

bool isHttpFileName(const QString &name)
{
    return name.endsWith(QLatin1String(".http")) || name.endsWith(QLatin1String(".rest"));
}

Result<ImportedCollection> importHttpFiles(const ImportSource &source)
{
    ImportBuilder builder(ImportFormat::HttpFile, source.name);
    const bool isSingle =
        std::ranges::count_if(source.files, [](const SourceFile &file) { return isHttpFileName(file.name()); }) == 1;
    HttpEnvironments environments(builder);
    for (const SourceFile &file : source.files) {
        const auto *const environment = std::ranges::find(httpEnvironmentFiles, file.name());
        if (environment != httpEnvironmentFiles.end()) {
            environments.read(file, *environment == httpEnvironmentFiles.back());
        } else if (isHttpFileName(file.name())) {
            const QString name = file.path.first(file.path.size() - QFileInfo(file.path).suffix().size() - 1);
            readHttpFile(file, isSingle ? builder.root() : builder.addFolder(builder.root(), name), builder);
        }
    }
    environments.finish();
    return builder.finish();
}

} // namespace studio::interchange
