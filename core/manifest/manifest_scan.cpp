// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/manifest_scan.h"

#include "core/manifest/document.h"
#include "core/manifest/manifest_keys.h"

#include <QObject>

#include <algorithm>

namespace studio {

namespace {

using manifest::Document;
using manifest::Path;
using manifest::Span;
using manifest::Statement;

constexpr qsizetype maxKeys = 20'000;   ///< that are listed
constexpr qsizetype maxUnknown = 1'000; ///< keys
constexpr qsizetype maxKeyLength = 512; ///< of a dotted path; longer ones are not listed

/// toml++ says what it met, in words for its own authors.
QString faultMessage(const TomlFault &fault)
{
    if (fault.description.contains("cannot redefine existing")) {
        return QObject::tr("This key stands here for the second time.");
    }
    return fault.isTooDeep ? tomlFaultText(fault) + u'.'
                           : QObject::tr("This is not TOML: %1.").arg(tomlFaultText(fault));
}

QString newerTomlText(manifest::NewerToml what)
{
    switch (what) {
    case manifest::NewerToml::TableOverLines:
        return QObject::tr("an inline table over several lines");
    case manifest::NewerToml::TrailingComma:
        return QObject::tr("a comma behind the last field of an inline table");
    case manifest::NewerToml::Escape:
        return QObject::tr("this escape in a string");
    case manifest::NewerToml::NoSeconds:
        return QObject::tr("a time without seconds");
    }
    return {};
}

/// The names of paths as QString, each made once.
class PathNames
{
public:
    explicit PathNames(const manifest::KeyTree &keys) : m_keys(keys), m_names(keys.size()) {}

    [[nodiscard]] QStringList operator()(int path)
    {
        QStringList names(static_cast<qsizetype>(m_keys.depth(path)));
        for (qsizetype at = names.size(); at > 0; --at, path = m_keys.parent(path)) {
            QString &name = m_names[static_cast<std::size_t>(path)];
            if (name.isNull()) {
                name = fromUtf8(m_keys.name(path));
            }
            names[at - 1] = name;
        }
        return names;
    }

private:
    const manifest::KeyTree &m_keys;
    std::vector<QString> m_names;
};

/// Empty where it is too long to be listed.
QString dottedText(const QStringList &names)
{
    qsizetype length = names.size();
    for (const QString &name : names) {
        length += name.size();
    }
    return length > maxKeyLength ? QString() : names.join(u'.');
}

class ManifestReader
{
public:
    explicit ManifestReader(const QString &text) : m_text(text.toStdString())
    {
        m_lines.push_back(0);
        for (std::size_t at = m_text.find('\n'); at != std::string::npos; at = m_text.find('\n', at + 1)) {
            m_lines.push_back(at + 1);
        }
    }

    ManifestScan read(const Document &document)
    {
        ManifestScan scan;
        scan.isWorkspace = document.root().contains("workspace");
        manifest::forEachDependencyTable(document.root(), [&](const Path &table, const toml::table &values) {
            const int path = document.keys().find(table);
            for (const auto &[key, value] : values) {
                scan.dependencies << dependency(document, document.keys().child(path, key.str()), key.str(), value);
            }
        });
        for (const manifest::NewerTomlPlace &place : document.newerToml()) {
            scan.newerToml.append({newerTomlText(place.what), rangeOf(place.text)});
        }
        PathNames names(document.keys());
        for (const Statement &statement : document.statements()) {
            if (scan.keys.size() >= maxKeys) {
                break;
            }
            addKeys(scan, statement, names(statement.path));
        }
        return scan;
    }

    /// `line` and `column` from 1, counted in characters.
    [[nodiscard]] TextPlace placeOf(std::size_t line, std::size_t column) const
    {
        const std::size_t row = std::clamp<std::size_t>(line, 1, m_lines.size()) - 1;
        std::size_t at = m_lines[row];
        for (std::size_t left = column; left > 1 && at < m_text.size() && m_text[at] != '\n'; --left) {
            ++at;
            while (at < m_text.size() && (static_cast<unsigned char>(m_text[at]) & 0xC0U) == 0x80U) {
                ++at;
            }
        }
        return {static_cast<int>(row), static_cast<int>(at - m_lines[row])};
    }

private:
    [[nodiscard]] TextPlace placeOf(std::size_t at) const
    {
        const auto behind = std::ranges::upper_bound(m_lines, at);
        const auto row = static_cast<std::size_t>(behind - m_lines.begin()) - 1;
        return {static_cast<int>(row), static_cast<int>(at - m_lines[row])};
    }
    [[nodiscard]] TextRange rangeOf(const Span &span) const { return {placeOf(span.from), placeOf(span.to)}; }

    [[nodiscard]] static std::optional<Span> keySpan(const Document &document, int path)
    {
        const Statement *found = document.assignment(path);
        found = found ? found : document.header(path);
        found = found ? found : document.firstMention(path); // `serde.version = "1"`, [dependencies.serde.x]
        if (!found) {
            return std::nullopt;
        }
        const std::size_t behind = document.keys().depth(found->path) - document.keys().depth(path);
        return found->keys[found->keys.size() - 1 - behind];
    }

    [[nodiscard]] ManifestName valueOf(const Statement *statement, const QString &text) const
    {
        return statement ? ManifestName{.text = text, .range = rangeOf(statement->value)} : ManifestName{};
    }

    ManifestDependency dependency(const Document &document, int path, std::string_view key,
                                  const toml::node &value) const
    {
        ManifestDependency made{.name = {.text = fromUtf8(key), .range = {}}, .package = fromUtf8(key)};
        if (const auto span = keySpan(document, path)) {
            made.name.range = rangeOf(*span);
        }
        if (const auto version = value.value<std::string>()) {
            made.requirement = valueOf(document.assignment(path), fromUtf8(*version));
        } else if (const toml::table *const fields = value.as_table()) {
            readFields(document, path, *fields, made);
        }
        const toml::table *const fields = value.as_table();
        const bool isElsewhere =
            fields && std::ranges::any_of(std::array{"path", "git", "workspace", "registry", "registry-index", "base"},
                                          [&](const char *field) { return fields->contains(field); });
        made.isOfCratesIo = !isElsewhere && !manifest::isSdk(key, value);
        return made;
    }

    void readFields(const Document &document, int path, const toml::table &fields, ManifestDependency &made) const
    {
        const auto statementOf = [&](const char *field) {
            return document.assignment(document.keys().child(path, field));
        };
        if (const auto package = fields["package"].value<std::string>()) {
            made.package = fromUtf8(*package);
        }
        if (const auto version = fields["version"].value<std::string>()) {
            made.requirement = valueOf(statementOf("version"), fromUtf8(*version));
        }
        const toml::array *const features = fields["features"].as_array();
        const Statement *const statement = statementOf("features");
        if (!features || !statement) {
            return;
        }
        const auto spans = manifest::readElements(
            std::string_view(m_text).substr(statement->value.from, statement->value.to - statement->value.from));
        for (std::size_t at = 0; at < std::min(spans.size(), features->size()); ++at) {
            if (const auto name = (*features)[at].value<std::string>()) {
                made.features.append({fromUtf8(*name), rangeOf({spans[at].from + statement->value.from,
                                                                spans[at].to + statement->value.from})});
            }
        }
    }

    /// The keys of a statement, and the first of them that Cargo does not know.
    void addKeys(ManifestScan &scan, const Statement &statement, const QStringList &names) const
    {
        const qsizetype outer = names.size() - static_cast<qsizetype>(statement.keys.size());
        QStringList path = names.first(outer);
        for (std::size_t at = 0; at < statement.keys.size(); ++at) {
            const QString &name = names[outer + static_cast<qsizetype>(at)];
            const bool isUnknown = hasManifestKeys(path) && !isManifestKey(path, name);
            path << name;
            const QString text = dottedText(path);
            if (isUnknown) {
                if (scan.unknownKeys.size() < maxUnknown) {
                    scan.unknownKeys.append(
                        {text.isEmpty() ? name.left(maxKeyLength) : text, rangeOf(statement.keys[at])});
                }
                return;
            }
            if (!text.isEmpty()) {
                scan.keys.append({text, rangeOf(statement.keys[at])});
            }
        }
    }

    std::string m_text;
    std::vector<std::size_t> m_lines; ///< where they begin
};

} // namespace

ManifestScan scanManifest(const QString &text)
{
    ManifestReader reader(text);
    const auto document = Document::read(text);
    if (!document) {
        const TomlFault &fault = document.error();
        return {.fault =
                    ManifestFault{.message = faultMessage(fault), .place = reader.placeOf(fault.line, fault.column)}};
    }
    return reader.read(*document);
}

QMap<QString, QString> packageTexts(const QString &text)
{
    QMap<QString, QString> texts;
    const auto document = Document::parse(text);
    const auto *package = document ? document->root()["package"].as_table() : nullptr;
    for (const auto &[key, value] : package ? *package : toml::table()) {
        if (const auto field = value.value_exact<std::string>()) {
            texts.insert(fromUtf8(key.str()), fromUtf8(*field));
        }
    }
    return texts;
}

} // namespace studio
