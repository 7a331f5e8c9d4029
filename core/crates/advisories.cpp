// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crates/advisories.h"

#include "core/base/files.h"
#include "core/crates/crate_version.h"
#include "core/manifest/dependency_spec.h"
#include "core/manifest/toml_text.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace studio {

namespace {

constexpr qint64 maxAdvisoryBytes = 256 << 10;
constexpr qsizetype maxAdvisories = 200; ///< of one crate
constexpr qsizetype maxAdvisoryText = 300;

QString textIn(const toml::table &table, const char *key)
{
    return QString::fromStdString(table[key].value_or(std::string())).left(maxAdvisoryText);
}

QStringList requirementsIn(const toml::table &table, const char *key)
{
    QStringList all;
    if (const auto *array = table[key].as_array()) {
        for (const auto &one : *array) {
            all << QString::fromStdString(one.value_or(std::string())).left(maxAdvisoryText);
        }
    }
    return all;
}

/// An advisory as it is written, and the versions that it is not about.
struct WrittenAdvisory
{
    Advisory advisory;
    QString package;
    QStringList unaffected;
    bool isWithdrawn = false;
};

/// Front matter in TOML between fences, then Markdown whose first heading is the title.
std::optional<WrittenAdvisory> readAdvisory(const QByteArray &content)
{
    constexpr QByteArrayView fence("```toml");
    const qsizetype begin = content.indexOf(fence);
    const qsizetype end = begin < 0 ? -1 : content.indexOf("\n```", begin + fence.size());
    if (end < 0) {
        return std::nullopt;
    }
    const auto root = parseToml(content.sliced(begin + fence.size(), end + 1 - begin - fence.size()));
    const auto *const about = root ? (*root)["advisory"].as_table() : nullptr;
    if (!about) {
        return std::nullopt;
    }
    static const QRegularExpression heading(QStringLiteral("^# +(.+)$"), QRegularExpression::MultilineOption);
    WrittenAdvisory read{.advisory = {.id = textIn(*about, "id"),
                                      .title = textIn(*about, "title"),
                                      .date = textIn(*about, "date"),
                                      .kind = textIn(*about, "informational")},
                         .package = textIn(*about, "package"),
                         .isWithdrawn = (*about)["withdrawn"].is_value()};
    if (read.advisory.title.isEmpty()) {
        const QString text = QString::fromUtf8(content.sliced(end + 4));
        read.advisory.title = heading.match(text).captured(1).trimmed().left(maxAdvisoryText);
    }
    if (const auto *const versions = (*root)["versions"].as_table()) {
        read.advisory.patched = requirementsIn(*versions, "patched");
        read.unaffected = requirementsIn(*versions, "unaffected");
    }
    static const QRegularExpression id(QStringLiteral("\\A[A-Z]+-[0-9]{4}-[0-9]{1,8}\\z"));
    return id.match(read.advisory.id).hasMatch() ? std::optional(read) : std::nullopt;
}

/// Cargo's own rule would leave out prereleases, and each that is locked would be affected by all that was ever found.
bool isWithinAny(const CrateVersion &version, const QStringList &requirements)
{
    return std::ranges::any_of(requirements, [&](const QString &one) { return isWithinBounds(version, one); });
}

} // namespace

QString advisoryFolder(const QString &cargoHome)
{
    const QString ofAudit = cargoHome + QStringLiteral("/advisory-db");
    if (QFileInfo(ofAudit + QStringLiteral("/crates")).isDir()) {
        return ofAudit;
    }
    const QDir ofDeny(cargoHome + QStringLiteral("/advisory-dbs"));
    for (const QString &name : ofDeny.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        if (QFileInfo(ofDeny.filePath(name) + QStringLiteral("/crates")).isDir()) {
            return ofDeny.filePath(name);
        }
    }
    return {};
}

std::optional<QDateTime> advisoriesDate(const QString &folder)
{
    for (const char *const file : {"/.git/FETCH_HEAD", "/.git/HEAD", "/crates"}) {
        if (const QFileInfo info(folder + QLatin1StringView(file)); info.exists()) {
            return info.lastModified();
        }
    }
    return std::nullopt;
}

QList<Advisory> advisoriesOf(const QString &folder, const QString &name, const QString &version)
{
    const auto affected = CrateVersion::parse(version);
    QList<Advisory> all;
    if (folder.isEmpty() || !isPackageName(name) || !affected) {
        return all;
    }
    const QDir files(folder + QStringLiteral("/crates/") + name);
    const QStringList names = files.entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name | QDir::Reversed);
    for (const QString &file : names.first(std::min(names.size(), maxAdvisories))) {
        const auto bytes = readRegularFile(files.filePath(file), maxAdvisoryBytes);
        const auto read = bytes && *bytes ? readAdvisory(**bytes) : std::nullopt;
        const bool isAbout = read && !read->isWithdrawn && read->package == name &&
                             !isWithinAny(*affected, read->advisory.patched) &&
                             !isWithinAny(*affected, read->unaffected);
        if (isAbout) {
            all << read->advisory;
        }
    }
    std::ranges::stable_sort(all, std::greater(), &Advisory::date);
    return all;
}

QString advisoryLink(const Advisory &advisory)
{
    return QStringLiteral("https://rustsec.org/advisories/%1.html").arg(advisory.id);
}

} // namespace studio
