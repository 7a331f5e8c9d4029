// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/dependency_entry.h"

#include <QObject>

#include <algorithm>
#include <array>

namespace studio::manifest {

namespace {

const char *tableName(DependencyTable table)
{
    switch (table) {
    case DependencyTable::Dev:
        return "dev-dependencies";
    case DependencyTable::Build:
        return "build-dependencies";
    case DependencyTable::Normal:
        break;
    }
    return "dependencies";
}

/// Collects what differs from the entry as it is.
class ChangeMaker
{
public:
    ChangeMaker(const toml::node *before, const std::string &key, const DependencySpec &spec)
        : m_before(before), m_table(before ? before->as_table() : nullptr), m_key(key), m_spec(spec)
    {
    }

    /// What is listed under this name is another crate: of its fields only `optional` is kept.
    void dropOtherCrate()
    {
        if (!m_table || m_spec.rename.isEmpty() || listedPackage() == m_spec.package) {
            return;
        }
        for (const auto &[name, value] : *m_table) {
            if (name.str() != "optional") {
                remove(std::string(name.str()));
            }
        }
        m_isOther = true;
    }

    void setSource(bool isInWorkspace)
    {
        const DependencySpec &spec = m_spec;
        const bool isInherited = spec.fromWorkspace || (!spec.hasSource() && !hasSourceBefore() && isInWorkspace);
        if (!spec.hasSource() && !isInherited) {
            if (!hasSourceBefore()) {
                set("version", quoted(QStringLiteral("*")));
            }
            return;
        }
        setOrRemove("version", isInherited ? QString() : spec.requirement);
        setOrRemove("path", spec.path);
        setOrRemove("git", spec.git);
        setOrRemove("branch", spec.branch);
        setOrRemove("tag", spec.tag);
        setOrRemove("rev", spec.revision);
        isInherited ? set("workspace", "true") : remove("workspace");
        m_isInherited = isInherited;
    }

    void setRest()
    {
        if (!m_spec.registry.isEmpty()) {
            set("registry", quoted(m_spec.registry));
        }
        if (!m_spec.rename.isEmpty()) {
            set("package", quoted(m_spec.package));
        }
        if (m_spec.defaultFeatures) {
            const char *name = has("default_features") ? "default_features" : "default-features";
            *m_spec.defaultFeatures ? remove(name) : set(name, "false");
        }
        setFeatures();
        if (m_spec.optional) {
            *m_spec.optional ? set("optional", "true") : remove("optional");
        }
    }

    [[nodiscard]] bool isInherited() const
    {
        return m_isInherited || (!m_spec.hasSource() && m_table && (*m_table)["workspace"].value_or(false));
    }

    EntryChange take()
    {
        m_change.isOptional = m_spec.optional;
        return std::move(m_change);
    }

private:
    [[nodiscard]] bool has(const char *field) const { return m_table && m_table->contains(field); }
    [[nodiscard]] bool hasSourceBefore() const { return m_before != nullptr && !m_isOther; }

    [[nodiscard]] QString listedPackage() const
    {
        return QString::fromStdString((*m_table)["package"].value_or(m_key));
    }

    void set(const char *field, const std::string &value)
    {
        std::erase(m_change.removed, field);
        if (valueOf(field) != value) { // the same in other quotation marks stays as it is
            m_change.set.emplace_back(field, value);
        }
    }
    /// As it would be written here; empty for a field that is not there, or is no string and no flag.
    [[nodiscard]] std::string valueOf(const char *field) const
    {
        const toml::node *node = m_table                                ? m_table->get(field)
                                 : field == std::string_view("version") ? m_before
                                                                        : nullptr;
        if (const auto *text = node ? node->as_string() : nullptr) {
            return quoted(QString::fromStdString(text->get()));
        }
        const auto flag = node ? node->value_exact<bool>() : std::nullopt;
        return !flag ? "" : *flag ? "true" : "false";
    }
    void remove(const std::string &field)
    {
        const bool isThere = m_before && (m_table ? m_table->contains(field) : field == "version");
        if (isThere && !std::ranges::contains(m_change.removed, field)) {
            m_change.removed.push_back(field);
        }
    }
    void setOrRemove(const char *field, const QString &value)
    {
        value.isEmpty() ? remove(field) : set(field, quoted(value));
    }

    /// Those that are listed, also of another crate, and the new ones. Sorted where the listed ones are, as Cargo does.
    void setFeatures()
    {
        if (m_spec.features.isEmpty()) {
            return;
        }
        QStringList features;
        const auto *listed = m_table ? (*m_table)["features"].as_array() : nullptr;
        for (std::size_t i = 0; listed && i < listed->size(); ++i) {
            features << QString::fromStdString(listed->get(i)->value_or(std::string()));
        }
        const bool isSorted = listed && std::ranges::is_sorted(features);
        for (const QString &feature : m_spec.features) {
            if (!features.contains(feature)) {
                features << feature;
            }
        }
        if (isSorted) {
            std::ranges::sort(features);
        }
        std::string text;
        for (const QString &feature : std::as_const(features)) {
            text += (text.empty() ? "" : ", ") + quoted(feature);
        }
        set("features", "[" + text + "]");
    }

    const toml::node *m_before;
    const toml::table *m_table;
    const std::string &m_key;
    const DependencySpec &m_spec;
    EntryChange m_change;
    bool m_isOther = false;
    bool m_isInherited = false;
};

} // namespace

Path dependencyTablePath(const Document &document, DependencyTable table, const QString &platform,
                         const std::string &key)
{
    Path path = platform.isEmpty() ? Path{} : Path{"target", platform.toStdString()};
    Path older = path;
    path.emplace_back(tableName(table));
    older.push_back(path.back());
    std::ranges::replace(older.back(), '-', '_');
    Path entry = older;
    entry.push_back(key);
    return older != path && document.nodeAt(entry) ? older : path;
}

Result<EntryChange> entryChange(const toml::table &root, const toml::node *before, const std::string &key,
                                const DependencySpec &spec)
{
    if (before && !before->is_string() && !before->is_table()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("Cargo.toml: %1 is neither a version nor a table.").arg(QString::fromStdString(key)));
    }
    ChangeMaker maker(before, key, spec);
    maker.dropOtherCrate();
    const auto *shared = root["workspace"]["dependencies"].as_table();
    maker.setSource(shared && shared->contains(spec.key().toStdString()));
    if (maker.isInherited() && spec.defaultFeatures) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("Cargo.toml takes %1 from the workspace, and with it its default features. Change "
                                "them in [workspace.dependencies].")
                        .arg(spec.key()));
    }
    maker.setRest();
    return maker.take();
}

} // namespace studio::manifest
