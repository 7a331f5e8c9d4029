// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/analyzer_manifest.h"

#include "core/manifest/document.h"
#include "core/manifest/manifest.h"

#include <QDir>
#include <QMap>
#include <QObject>

#include <sstream>

namespace studio {

namespace {

/// The kinds of target that a package may have many of, and where Cargo looks for them ("Target auto-discovery").
struct TargetKind
{
    const char *table;
    const char *folder;
    const char *automatic; ///< the key of [package] that turns the search off
};

constexpr TargetKind kinds[] = {{"bin", "src/bin/", "autobins"},
                                {"example", "examples/", "autoexamples"},
                                {"test", "tests/", "autotests"},
                                {"bench", "benches/", "autobenches"}};

QString textOf(const toml::table &table, std::string_view key)
{
    return QString::fromStdString(table[key].value_or(std::string()));
}

class AnalyzerManifest
{
public:
    AnalyzerManifest(toml::table root, const AnalyzerManifestOptions &options)
        : m_root(std::move(root)), m_options(options), m_folder(options.folder)
    {
    }

    QString text()
    {
        toml::table &package = *m_root["package"].as_table();
        setLibrary(package);
        for (const TargetKind &kind : kinds) {
            setTargets(package, kind);
        }
        setBuildScript(package);
        setPaths();
        std::ostringstream lines;
        lines << toml::toml_formatter(m_root) << '\n';
        return QString::fromStdString(lines.str());
    }

private:
    [[nodiscard]] bool has(const QString &file) const { return m_options.files.contains(file); }
    [[nodiscard]] std::string absolute(const QString &path) const
    {
        return QDir::cleanPath(m_folder.absoluteFilePath(path)).toStdString();
    }

    void setLibrary(toml::table &package)
    {
        const bool isSearched = package["autolib"].value_or(true);
        const QString usual = QStringLiteral("src/lib.rs");
        if (toml::table *const library = m_root["lib"].as_table()) {
            const QString path = textOf(*library, "path");
            library->insert_or_assign("path", absolute(path.isEmpty() ? usual : path));
        } else if (isSearched && has(usual)) {
            m_root.insert_or_assign("lib", toml::table{{"path", absolute(usual)}});
        }
        package.insert_or_assign("autolib", false);
    }

    /// What Cargo would find by the names of files: target name → file.
    [[nodiscard]] QMap<QString, QString> foundTargets(const TargetKind &kind, const QString &package) const
    {
        QMap<QString, QString> found;
        const QString folder = QString::fromLatin1(kind.folder);
        if (folder == QLatin1String("src/bin/") && has(QStringLiteral("src/main.rs"))) {
            found.insert(package, QStringLiteral("src/main.rs"));
        }
        for (const QString &file : m_options.files) {
            if (!file.startsWith(folder)) {
                continue;
            }
            const QStringList parts = file.sliced(folder.size()).split(QLatin1Char('/'));
            if (parts.size() == 1) {
                found.insert(parts.front().chopped(3), file); // without ".rs"
            } else if (parts.size() == 2 && parts.back() == QLatin1String("main.rs")) {
                found.insert(parts.front(), file);
            }
        }
        return found;
    }

    void setTargets(toml::table &package, const TargetKind &kind)
    {
        auto found = foundTargets(kind, textOf(package, "name"));
        toml::array targets;
        if (const toml::array *const written = m_root[kind.table].as_array()) {
            for (const toml::node &node : *written) {
                const toml::table *const one = node.as_table();
                if (!one) {
                    continue;
                }
                toml::table target = *one;
                const QString name = textOf(target, "name");
                const QString path = textOf(target, "path");
                const QString usual = found.take(name);
                const QString file = path.isEmpty() ? usual : path;
                found.removeIf([&](const auto &entry) { return entry.value() == file; });
                if (!file.isEmpty()) { // else Cargo says so when it compiles
                    target.insert_or_assign("path", absolute(file));
                    targets.push_back(std::move(target));
                }
            }
        }
        if (package[kind.automatic].value_or(true)) {
            for (const auto &[name, file] : found.asKeyValueRange()) {
                targets.push_back(toml::table{{"name", name.toStdString()}, {"path", absolute(file)}});
            }
        }
        package.insert_or_assign(kind.automatic, false);
        m_root.erase(kind.table);
        if (!targets.empty()) {
            m_root.insert_or_assign(kind.table, std::move(targets));
        }
    }

    void setBuildScript(toml::table &package) const
    {
        const QString written = textOf(package, "build");
        const bool isOff = package["build"].value<bool>() == false;
        if (!written.isEmpty()) {
            package.insert_or_assign("build", absolute(written));
        } else if (!isOff && has(QStringLiteral("build.rs"))) {
            package.insert_or_assign("build", absolute(QStringLiteral("build.rs")));
        }
    }

    void setPath(toml::node &node) const
    {
        if (toml::table *const entry = node.as_table(); entry && (*entry)["path"].is_string()) {
            entry->insert_or_assign("path", absolute(textOf(*entry, "path")));
        }
    }

    void setPathsIn(toml::node *node) const
    {
        if (toml::table *const table = node ? node->as_table() : nullptr) {
            for (auto &&[key, value] : *table) {
                setPath(value);
            }
        }
    }

    void setPaths()
    {
        std::vector<manifest::Path> tables;
        manifest::forEachDependencyTable(
            m_root, [&](const manifest::Path &path, const toml::table &) { tables.push_back(path); });
        for (const manifest::Path &path : tables) {
            setPathsIn(const_cast<toml::node *>(manifest::nodeAt(m_root, path)));
        }
        if (toml::table *const patches = m_root["patch"].as_table()) {
            for (auto &&[source, table] : *patches) {
                setPathsIn(&table);
            }
        }
        setPathsIn(m_root["replace"].node());
        if (toml::table *const workspace = m_root["workspace"].as_table()) {
            for (const char *key : {"members", "exclude", "default-members"}) {
                workspace->erase(key);
            }
        }
    }

    toml::table m_root;
    const AnalyzerManifestOptions &m_options;
    QDir m_folder;
};

} // namespace

Result<QString> analyzerManifest(const QString &text, const AnalyzerManifestOptions &options)
{
    const auto built = buildManifest(
        text, {.sdkPath = options.sdkPath, .platformRust = options.platformRust, .handlerBin = {}, .extra = {}});
    const auto document = built.and_then(manifest::Document::parse);
    if (!document) {
        return std::unexpected(document.error());
    }
    if (!document->root()["package"].is_table()) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("Cargo.toml has no [package]."));
    }
    return AnalyzerManifest(document->root(), options).text();
}

} // namespace studio
