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

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// toml++ says what it met, in words for its own authors.
QString faultMessage(std::string_view description)
{
    if (description.contains("cannot redefine existing")) {
        return QObject::tr("This key stands here for the second time.");
    }
    return QObject::tr("This is not TOML: %1.").arg(fromUtf8(description));
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
            for (const auto &[key, value] : values) {
                scan.dependencies << dependency(document, table, std::string(key.str()), value);
            }
        });
        for (const Statement &statement : document.statements()) {
            addKeys(scan, statement);
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

    [[nodiscard]] std::optional<Span> keySpan(const Document &document, const Path &table, const std::string &key) const
    {
        Path path = table;
        path.push_back(key);
        const Statement *found = document.assignment(path);
        if (!found) {
            found = document.header(path);
        }
        if (found && !found->keys.empty()) {
            return found->keys.back();
        }
        for (const Statement &statement : document.statements()) { // `serde.version = "1"`, [dependencies.serde.x]
            const std::size_t outer = statement.path.size() - statement.keys.size();
            if (statement.path.size() >= path.size() && outer < path.size() &&
                manifest::startsWith(statement.path, path)) {
                return statement.keys[path.size() - 1 - outer];
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] ManifestName valueOf(const Statement *statement, const QString &text) const
    {
        return statement ? ManifestName{.text = text, .range = rangeOf(statement->value)} : ManifestName{};
    }

    ManifestDependency dependency(const Document &document, const Path &table, const std::string &key,
                                  const toml::node &value) const
    {
        ManifestDependency made{.name = {.text = fromUtf8(key), .range = {}}, .package = fromUtf8(key)};
        if (const auto span = keySpan(document, table, key)) {
            made.name.range = rangeOf(*span);
        }
        Path path = table;
        path.push_back(key);
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

    void readFields(const Document &document, const Path &path, const toml::table &fields,
                    ManifestDependency &made) const
    {
        const auto statementOf = [&](const char *field) {
            Path whole = path;
            whole.emplace_back(field);
            return document.assignment(whole);
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
    void addKeys(ManifestScan &scan, const Statement &statement) const
    {
        const std::size_t outer = statement.path.size() - statement.keys.size();
        QStringList table;
        for (std::size_t at = 0; at < outer; ++at) {
            table << fromUtf8(statement.path[at]);
        }
        for (std::size_t at = 0; at < statement.keys.size(); ++at) {
            const QString name = fromUtf8(statement.path[outer + at]);
            if (!manifestKeys(table).isEmpty() && !manifestKey(table, name)) {
                scan.unknownKeys.append({(table + QStringList(name)).join(u'.'), rangeOf(statement.keys[at])});
                return;
            }
            table << name;
            scan.keys.append({table.join(u'.'), rangeOf(statement.keys[at])});
        }
    }

    std::string m_text;
    std::vector<std::size_t> m_lines; ///< where they begin
};

} // namespace

ManifestScan scanManifest(const QString &text)
{
    ManifestReader reader(text);
    try {
        (void)toml::parse(text.toStdString());
    } catch (const toml::parse_error &error) {
        const auto at = error.source().begin;
        return {.fault = ManifestFault{.message = faultMessage(error.description()),
                                       .place = reader.placeOf(at.line, at.column)}};
    }
    const auto document = Document::parse(text);
    return document ? reader.read(*document) : ManifestScan{};
}

QString packageDescription(const QString &text)
{
    const auto document = Document::parse(text);
    const auto found = document ? document->root()["package"]["description"].value<std::string>() : std::nullopt;
    return found ? fromUtf8(*found) : QString();
}

} // namespace studio
