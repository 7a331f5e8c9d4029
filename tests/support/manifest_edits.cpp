// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/manifest_edits.h"

#include "core/manifest/dependency_edits.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <toml++/toml.hpp>

namespace studio {

namespace {

using Settings = std::map<std::string, std::string>;
constexpr char separator = '\x1f';

void collect(const toml::node &node, const std::string &path, Settings &into)
{
    const auto *table = node.as_table();
    if (table && !table->empty()) {
        for (const auto &[key, value] : *table) {
            collect(value, path + separator + std::string(key.str()), into);
        }
        return;
    }
    if (const auto string = node.value<std::string>()) {
        into[path] = "'" + *string;
        return;
    }
    std::ostringstream text;
    node.visit([&](const auto &value) { text << value; });
    into[path] = text.str();
}

std::optional<Settings> settingsOf(const QString &text)
{
    try {
        Settings settings;
        const toml::table root = toml::parse(text.toStdString());
        collect(root, {}, settings);
        return settings;
    } catch (const toml::parse_error &) {
        return {};
    }
}

/// The names of the table in the file: Cargo takes two for some.
std::vector<std::string> prefixesOf(const Dependency &one)
{
    std::string table = separator + std::string(one.table == DependencyTable::Dev     ? "dev-dependencies"
                                                : one.table == DependencyTable::Build ? "build-dependencies"
                                                                                      : "dependencies");
    if (!one.platform.isEmpty()) {
        table = separator + std::string("target") + separator + one.platform.toStdString() + table;
    }
    std::string older = table;
    std::ranges::replace(older.begin() + static_cast<std::ptrdiff_t>(older.rfind(separator)), older.end(), '-', '_');
    return {table + separator + one.key.toStdString(), older + separator + one.key.toStdString()};
}

bool isBelow(const std::string &path, const std::string &prefix)
{
    return path == prefix || path.starts_with(prefix + separator);
}

/// Everything but the entry, and but the empty tables that may stay where the entry was the only one.
Settings without(const Settings &settings, const std::string &entry)
{
    Settings rest;
    for (const auto &[path, value] : settings) {
        if (!isBelow(path, entry) && !entry.starts_with(path + separator)) {
            rest[path] = value;
        }
    }
    return rest;
}

/// What the entry says, its version apart.
Settings entryOf(const Settings &settings, const std::string &entry, std::string &version)
{
    Settings fields;
    for (const auto &[path, value] : settings) {
        if (path == entry && value.starts_with('\'')) {
            version = value;
        } else if (path == entry + separator + "version") {
            version = value;
        } else if (isBelow(path, entry) && (path != entry || value != "{}")) {
            fields[path] = value;
        }
    }
    return fields;
}

std::string firstDifference(const Settings &a, const Settings &b)
{
    for (const auto &[path, value] : a) {
        const auto other = b.find(path);
        if (other == b.end() || other->second != value) {
            return path;
        }
    }
    for (const auto &[path, value] : b) {
        if (!a.contains(path)) {
            return path;
        }
    }
    return {};
}

QString visible(const std::string &path)
{
    return QString::fromStdString(path).replace(QLatin1Char(separator), QLatin1Char('.'));
}

/// The bytes between what both have in common at their beginning and at their end.
struct Middle
{
    std::string before;
    std::string after;
};

Middle differenceOf(const std::string &before, const std::string &after)
{
    const auto head = std::ranges::mismatch(before, after).in1 - before.begin();
    const auto most = static_cast<std::ptrdiff_t>(std::min(before.size(), after.size())) - head;
    std::ptrdiff_t tail = 0;
    while (tail < most && before[before.size() - 1 - static_cast<std::size_t>(tail)] ==
                              after[after.size() - 1 - static_cast<std::size_t>(tail)]) {
        ++tail;
    }
    const auto middle = [&](const std::string &text) {
        return text.substr(static_cast<std::size_t>(head), text.size() - static_cast<std::size_t>(head + tail));
    };
    return {middle(before), middle(after)};
}

std::vector<std::string> linesOf(const std::string &text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// Whether all lines of `after` are lines of `before` in that order, but for one where something was inside of a line.
bool isMadeOfLines(const std::string &before, const std::string &after)
{
    const std::vector<std::string> old = linesOf(before);
    std::size_t at = 0;
    int changed = 0;
    for (const std::string &line : linesOf(after)) {
        const auto found = std::find(old.begin() + static_cast<std::ptrdiff_t>(at), old.end(), line);
        if (found != old.end()) {
            at = static_cast<std::size_t>(found - old.begin()) + 1;
        } else if (++changed > 1) {
            return false;
        }
    }
    return true;
}

std::string plain(std::string text)
{
    std::erase_if(text, [](char c) { return std::string_view("\"' \t\r\n").contains(c); });
    return text;
}

QString bytesFault(const QString &before, const QString &after, const ManifestEdit &edit, const std::string &oldVersion,
                   bool isListed)
{
    const std::string old = before.toUtf8().toStdString();
    const std::string now = after.toUtf8().toStdString();
    if (edit.kind == ManifestEdit::Kind::Remove) {
        return isMadeOfLines(old, now) ? QString() : QStringLiteral("lines changed that were not removed");
    }
    const Middle middle = differenceOf(old, now);
    if (!isListed) {
        return middle.before.empty() ? QString() : QStringLiteral("bytes were replaced where some are added");
    }
    // Only bytes of the old version's own text, however it was quoted, folded or escaped.
    const bool isWithin = middle.before.contains('\\') || plain(oldVersion).contains(plain(middle.before));
    return isWithin ? QString() : QStringLiteral("more than the version was replaced");
}

} // namespace

namespace {

Result<QString> editedValue(const QString &text, const ValueEdit &edit)
{
    const Dependency &one = edit.dependency;
    switch (edit.kind) {
    case ValueEdit::Kind::Requirement:
        return withRequirement(text, one, edit.text);
    case ValueEdit::Kind::AddFeature:
        return withFeature(text, one, edit.text);
    case ValueEdit::Kind::RemoveFeature:
        return withoutFeature(text, one, edit.text);
    case ValueEdit::Kind::DefaultFeatures:
        return withDefaultFeatures(text, one, edit.isOn);
    case ValueEdit::Kind::Optional:
        return withOptional(text, one, edit.isOn);
    case ValueEdit::Kind::Move:
        return withDependencyMoved(text, one, edit.table);
    case ValueEdit::Kind::Remove:
        return withDependencyRemoved(text, one);
    }
    return text;
}

/// The dependency as it is to be read after the edit.
Dependency expectedAfter(const ValueEdit &edit)
{
    Dependency one = edit.dependency;
    switch (edit.kind) {
    case ValueEdit::Kind::Requirement:
        one.requirement = edit.text;
        break;
    case ValueEdit::Kind::AddFeature:
        one.features += one.features.contains(edit.text) ? QStringList() : QStringList(edit.text);
        break;
    case ValueEdit::Kind::RemoveFeature:
        one.features.removeAll(edit.text);
        break;
    case ValueEdit::Kind::DefaultFeatures:
        one.defaultFeatures = edit.isOn;
        break;
    case ValueEdit::Kind::Optional:
        one.optional = edit.isOn;
        break;
    case ValueEdit::Kind::Move:
        one.table = edit.table;
        break;
    case ValueEdit::Kind::Remove:
        break;
    }
    one.features.sort(); // they are kept sorted where they are
    one.line = 0;
    return one;
}

/// The comments of a text.
std::multiset<std::string> commentsOf(const QString &text)
{
    std::multiset<std::string> comments;
    for (const std::string &line : linesOf(text.toStdString())) {
        const auto isInString = [&](std::size_t at) {
            return std::ranges::count(line.substr(0, at), '"') % 2 + std::ranges::count(line.substr(0, at), '\'') % 2 >
                   0;
        };
        auto at = line.find('#');
        while (at != std::string::npos && isInString(at)) {
            at = line.find('#', at + 1);
        }
        if (at != std::string::npos) {
            comments.insert(line.substr(at, line.find_last_not_of("\r \t") + 1 - at));
        }
    }
    return comments;
}

/// How many lines of `a` are not in `b`.
int linesApart(const QString &a, const QString &b)
{
    std::multiset<std::string> other;
    for (const std::string &line : linesOf(b.toStdString())) {
        other.insert(line);
    }
    int apart = 0;
    for (const std::string &line : linesOf(a.toStdString())) {
        const auto found = other.find(line);
        found == other.end() ? ++apart : (other.erase(found), 0);
    }
    return apart;
}

/// The rest of the manifest, without the entry where it was and is, and without [features] for an optional one.
Settings restOf(const Settings &settings, const ValueEdit &edit)
{
    Dependency moved = edit.dependency;
    moved.table = edit.kind == ValueEdit::Kind::Move ? edit.table : moved.table;
    Settings rest = settings;
    std::vector<std::string> entries = prefixesOf(edit.dependency);
    std::ranges::copy(prefixesOf(moved), std::back_inserter(entries));
    for (const std::string &entry : entries) {
        rest = without(rest, entry);
        rest.erase(entry.substr(0, entry.rfind(separator))); // a table may be empty before or after
    }
    if (edit.kind == ValueEdit::Kind::Optional || edit.kind == ValueEdit::Kind::Remove) {
        std::erase_if(rest, [](const auto &one) { return isBelow(one.first, separator + std::string("features")); });
    }
    return rest;
}

QString lostBytes(const QString &before, const QString &after, const ValueEdit &edit)
{
    std::multiset<std::string> left = commentsOf(before);
    for (const std::string &comment : commentsOf(after)) {
        if (const auto found = left.find(comment); found != left.end()) {
            left.erase(found);
        }
    }
    const bool isWritten = before.contains(u'#') && !left.empty();
    // One that is changed inside of a line that has both is found by its beginning.
    const bool isLost = isWritten && std::ranges::any_of(left, [&](const std::string &comment) {
                            return !after.contains(QString::fromStdString(comment.substr(0, comment.find('"'))));
                        });
    if (isLost) {
        return QStringLiteral("a comment is lost: ") + QString::fromStdString(*left.begin());
    }
    if (edit.kind != ValueEdit::Kind::Move && edit.kind != ValueEdit::Kind::Optional) {
        // A field in lines of its own takes those; else a line of an array and the comma of the one before it.
        const int gone = linesApart(before, after);
        const int most = edit.kind == ValueEdit::Kind::RemoveFeature ? 3 : 2;
        if (gone > most || linesApart(after, before) > 3) {
            return QStringLiteral("%1 lines changed").arg(gone);
        }
    }
    return before.endsWith(QLatin1String("\r\n")) == after.endsWith(QLatin1String("\r\n")) ||
                   edit.kind == ValueEdit::Kind::Move || edit.kind == ValueEdit::Kind::Optional
               ? QString()
               : QStringLiteral("the line ending differs");
}

} // namespace

EditOutcome applyValueEdit(const QString &before, const ValueEdit &edit)
{
    const auto result = editedValue(before, edit);
    EditOutcome outcome{.text = result.value_or(before), .refusal = {}, .corrupt = {}, .lossy = {}};
    if (!result) {
        outcome.refusal = result.error().message;
        outcome.isInternal = result.error().code == ErrorCode::Internal;
        return outcome;
    }
    const auto old = settingsOf(before);
    const auto now = settingsOf(*result);
    if (!old || !now) {
        outcome.corrupt = QStringLiteral("is not TOML any more");
        return outcome;
    }
    outcome.corrupt = visible(firstDifference(restOf(*old, edit), restOf(*now, edit)));
    const auto manifest = parseManifest(*result);
    const Dependency expected = expectedAfter(edit);
    if (edit.kind == ValueEdit::Kind::Remove) {
        const bool isListed = manifest && std::ranges::any_of(manifest->dependencies, [&](const Dependency &one) {
                                  return !one.injected && one.key == expected.key && one.table == expected.table &&
                                         one.platform == expected.platform;
                              });
        outcome.lossy = isListed ? QStringLiteral("is still there") : QString();
        return outcome;
    }
    const bool isThere = manifest && std::ranges::any_of(manifest->dependencies, [&](Dependency one) {
                             one.features.sort();
                             one.line = 0;
                             return one == expected;
                         });
    outcome.lossy = isThere ? lostBytes(before, *result, edit) : QStringLiteral("is not as expected");
    return outcome;
}

QString describe(const ValueEdit &edit)
{
    static constexpr std::array names{"requirement", "add feature", "remove feature", "default",
                                      "optional",    "move",        "remove"};
    return QStringLiteral("%1 of %2 %3 table %4 to %5 %6 %7")
        .arg(QLatin1StringView(names[static_cast<std::size_t>(edit.kind)]), edit.dependency.key,
             edit.dependency.platform)
        .arg(static_cast<int>(edit.dependency.table))
        .arg(edit.text)
        .arg(edit.isOn)
        .arg(static_cast<int>(edit.table));
}

std::optional<ValueEdit> randomValueEdit(const QString &text, std::mt19937 &random)
{
    const auto any = [&](qsizetype size) { return static_cast<qsizetype>(random() % static_cast<std::size_t>(size)); };
    const auto manifest = parseManifest(text);
    QList<Dependency> listed = manifest ? manifest->dependencies : QList<Dependency>();
    // Of an entry in both spellings of its table, one is edited.
    listed.removeIf([&](const Dependency &one) {
        return one.injected ||
               std::ranges::count_if(manifest->dependencies, [&](const Dependency &other) {
                   return other.key == one.key && other.table == one.table && other.platform == one.platform;
               }) > 1;
    });
    if (listed.isEmpty()) {
        return std::nullopt;
    }
    ValueEdit edit;
    edit.dependency = listed[any(listed.size())];
    edit.kind = static_cast<ValueEdit::Kind>(any(7));
    edit.isOn = any(2) == 0;
    edit.table = static_cast<DependencyTable>(any(3));
    const QStringList &features = edit.dependency.features;
    if (edit.kind == ValueEdit::Kind::Requirement) {
        edit.text =
            QStringList{QStringLiteral("1"), QStringLiteral(">=0.3, <0.9"), QStringLiteral("=7.0.0-alpha.1")}[any(3)];
    } else if (edit.kind == ValueEdit::Kind::RemoveFeature && !features.isEmpty()) {
        edit.text = features[any(features.size())];
    } else {
        edit.text = QStringLiteral("zz-feature");
    }
    return edit;
}

static DependencySpec specOf(const Dependency &dependency)
{
    DependencySpec spec;
    spec.package = dependency.package;
    spec.requirement = dependency.requirement;
    spec.features = dependency.features;
    spec.defaultFeatures = dependency.defaultFeatures ? std::nullopt : std::optional(false);
    spec.table = dependency.table;
    spec.platform = dependency.platform;
    return spec;
}

EditOutcome applyEdit(const QString &before, const ManifestEdit &edit)
{
    const auto old = settingsOf(before);
    const Dependency &one = edit.dependency;
    const Result<QString> result = edit.kind == ManifestEdit::Kind::Set
                                       ? withDependency(before, specOf(one))
                                       : withoutDependency(before, one.key, one.table, one.platform);
    if (!result) {
        return {.text = before,
                .refusal = result.error().message,
                .isInternal = result.error().code == ErrorCode::Internal,
                .corrupt = {},
                .lossy = {}};
    }
    EditOutcome outcome{.text = *result, .refusal = {}, .corrupt = {}, .lossy = {}};
    const auto now = settingsOf(*result);
    if (!now || !old) {
        outcome.corrupt = QStringLiteral("is not TOML any more");
        return outcome;
    }
    const std::vector<std::string> names = prefixesOf(one);
    const bool isOlder = names[0] != names[1] && std::ranges::any_of(*old, [&](const auto &setting) {
                             return isBelow(setting.first, names[1]);
                         });
    const std::string &entry = names[isOlder ? 1 : 0];
    if (const auto path = firstDifference(without(*old, entry), without(*now, entry)); !path.empty()) {
        outcome.corrupt = visible(path);
    }
    std::string oldVersion;
    std::string version;
    const Settings oldFields = entryOf(*old, entry, oldVersion);
    const Settings fields = entryOf(*now, entry, version);
    const bool isListed = !oldVersion.empty() || !oldFields.empty() || old->contains(entry);
    if (edit.kind == ManifestEdit::Kind::Remove) {
        outcome.lossy = version.empty() && fields.empty() ? QString() : QStringLiteral("is still there");
    } else if (version.find(one.requirement.toStdString()) == std::string::npos) {
        outcome.lossy = QStringLiteral("has not the version that was to be set");
    } else if (const auto path = isListed ? firstDifference(oldFields, fields) : std::string(); !path.empty()) {
        outcome.lossy = visible(path);
    }
    if (outcome.lossy.isEmpty()) {
        outcome.lossy = bytesFault(before, *result, edit, oldVersion, isListed);
    }
    return outcome;
}

ManifestEdit randomEdit(const QString &text, std::mt19937 &random)
{
    static const QStringList crates{QStringLiteral("uuid"), QStringLiteral("zz-new"), QStringLiteral("_under"),
                                    QStringLiteral("anyhow")};
    static const QStringList versions{QStringLiteral("1"), QStringLiteral("2.5"), QStringLiteral(">=0.3, <0.9"),
                                      QStringLiteral("=7.0.0-alpha.1"), QStringLiteral("*")};
    ManifestEdit edit;
    const auto manifest = parseManifest(text);
    QList<Dependency> listed;
    for (const Dependency &one : manifest ? manifest->dependencies : QList<Dependency>()) {
        // A version takes the place of any other source. Of an entry in both spellings of its table, one is edited.
        const bool isFromElsewhere = std::ranges::any_of(manifest->dependencies, [&](const Dependency &other) {
            return other.key == one.key && other.table == one.table && other.platform == one.platform &&
                   !other.source.isEmpty() && !other.source.startsWith(QLatin1String("registry "));
        });
        if (!one.injected && !isFromElsewhere) {
            listed << one;
        }
    }
    const auto choice = random() % 5;
    if (choice > 0 && !listed.isEmpty()) {
        edit.kind = choice == 1 ? ManifestEdit::Kind::Remove : ManifestEdit::Kind::Set;
        const Dependency one = listed[static_cast<qsizetype>(random() % static_cast<std::size_t>(listed.size()))];
        edit.dependency.key = edit.dependency.package = one.key; // as one types it again, without the rest
        edit.dependency.table = one.table;
        edit.dependency.platform = one.platform;
    } else {
        edit.dependency.key = crates[static_cast<qsizetype>(random() % static_cast<std::size_t>(crates.size()))];
        const bool isListed =
            manifest && std::ranges::contains(manifest->dependencies, edit.dependency.key, &Dependency::key);
        if (isListed) {
            // Those that are listed have their turn above.
            edit.dependency.key += QString::number(manifest->dependencies.size()) + QString::number(random());
        }
        edit.dependency.package = edit.dependency.key;
        if (random() % 4 == 0) {
            edit.dependency.features = {QStringLiteral("v4"), QStringLiteral("serde")};
            edit.dependency.defaultFeatures = false;
        }
    }
    edit.dependency.requirement =
        versions[static_cast<qsizetype>(random() % static_cast<std::size_t>(versions.size()))];
    return edit;
}

QString addAndRemoveFault(const QString &text, const QString &crate)
{
    DependencySpec added;
    added.package = crate;
    added.requirement = QStringLiteral("1");
    const auto with = withDependency(text, added);
    const auto again = with ? withoutDependency(*with, crate) : with;
    if (!again) {
        return again.error().message;
    }
    const auto old = settingsOf(text);
    const bool hadTable = old && std::ranges::any_of(*old, [](const auto &setting) {
                              return setting.first.starts_with(separator + std::string("dependencies") + separator);
                          });
    return hadTable && text.endsWith(QLatin1Char('\n')) && *again != text ? QStringLiteral("other bytes than before")
                                                                          : QString();
}

} // namespace studio
