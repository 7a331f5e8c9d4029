// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config_file.h"

#include "core/base/files.h"
#include "core/base/user_file.h"
#include "core/config/yaml_text.h"

#include <QFileInfo>
#include <QObject>

#include <algorithm>

namespace studio {

using config::Entry;
using config::Group;

namespace {

constexpr qint64 maxBytes = 1 << 20;
constexpr unsigned privateMode = 0600;
constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");

std::size_t lineEnd(const std::u32string &text, qsizetype from)
{
    const auto found = text.find(U'\n', static_cast<std::size_t>(from));
    return found == std::u32string::npos ? text.size() : found + 1;
}

/// The line itself where an entry ends: a block scalar ends at the begin of what follows.
std::size_t endOf(const std::u32string &text, const Entry &entry)
{
    return entry.isMultiline ? static_cast<std::size_t>(entry.valueSpan.end) : lineEnd(text, entry.valueSpan.end);
}

/// Puts whole lines at a place that is the begin of a line, or the end of a text whose last line may lack its end.
void insertLines(std::u32string &text, std::size_t at, const QString &lines)
{
    const bool open = at > 0 && text[at - 1] != U'\n';
    text.insert(at, ((open ? QStringLiteral("\n") : QString()) + lines).toStdU32String());
}

std::unexpected<Error> leftToPeople(const QString &path, const QString &key)
{
    return fail(
        ErrorCode::FailedPrecondition,
        QObject::tr("Cannot change %1 in %2 without touching the rest of it. Edit the file by hand.").arg(key, path));
}

} // namespace

Result<ConfigFile> ConfigFile::read(const QString &path)
{
    const auto content = readRegularFile(path, maxBytes);
    if (!content) {
        return fail(content.error().code,
                    QObject::tr("%1 Correct it, or choose another file with --config.").arg(content.error().message),
                    content.error().detail);
    }
    QByteArray bytes = content->value_or(QByteArray());
    if (bytes.contains('\0')) { // which the YAML library takes for the end
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("%1 is not a text file. Correct it, or choose another file with --config.").arg(path));
    }
    const bool hasMark = bytes.startsWith(byteOrderMark);
    if (hasMark) {
        bytes.remove(0, byteOrderMark.size());
    }
    auto file = parse(path, QString::fromUtf8(bytes));
    if (file) {
        file->m_hasMark = hasMark;
    }
    return file;
}

Result<ConfigFile> ConfigFile::parse(const QString &path, const QString &text)
{
    auto outline = config::readOutline(text);
    if (!outline) {
        return fail(outline.error().code,
                    QObject::tr("%1 cannot be read: %2. Correct it, or choose another file with --config.")
                        .arg(path, outline.error().message));
    }
    ConfigFile file;
    file.m_path = path;
    file.m_text = text;
    file.m_outline = std::move(*outline);
    return file;
}

const Entry *ConfigFile::find(const QString &key) const
{
    const auto found = std::ranges::find(m_outline.entries, key, &Entry::key);
    return found == m_outline.entries.end() ? nullptr : &*found;
}

const Group *ConfigFile::findGroup(const QString &key) const
{
    const auto found = std::ranges::find(m_outline.groups, key, &Group::key);
    return found == m_outline.groups.end() ? nullptr : &*found;
}

std::optional<QString> ConfigFile::value(const QString &key) const
{
    const Entry *entry = find(key);
    return entry && !entry->isNull ? std::optional(entry->value) : std::nullopt;
}

QList<std::pair<QString, QString>> ConfigFile::entries() const
{
    QList<std::pair<QString, QString>> found;
    for (const Entry &entry : m_outline.entries) {
        if (!entry.isNull) {
            found.append({entry.key, entry.value});
        }
    }
    return found;
}

Result<void> ConfigFile::set(const QString &key, const QString &value)
{
    std::u32string text = m_text.toStdU32String();
    if (const Entry *entry = find(key)) {
        QString written = yamlScalar(value);
        if (entry->valueSpan.begin == entry->valueSpan.end) {
            written.prepend(u' '); // after the colon, where nothing stood
        }
        if (entry->isMultiline) {
            written.append(u'\n');
        }
        text.replace(static_cast<std::size_t>(entry->valueSpan.begin),
                     static_cast<std::size_t>(entry->valueSpan.end - entry->valueSpan.begin), written.toStdU32String());
    } else if (const auto done = insert(key, value, text); !done) {
        return done;
    }
    return change(text, key, value);
}

/// A new line: below the last of its group, or with the group at the end of the file.
Result<void> ConfigFile::insert(const QString &key, const QString &value, std::u32string &text) const
{
    const QString group = key.section(u'.', 0, 0);
    const QString line = key.section(u'.', 1) + QStringLiteral(": ") + yamlScalar(value) + u'\n';
    const Group *root = findGroup({});
    if (root && !root->isBlockMapping) {
        return leftToPeople(m_path, key);
    }
    if (const Group *found = findGroup(group)) {
        const auto inGroup = [&](const Entry &entry) {
            return entry.isBlock && entry.key.startsWith(group + u'.') &&
                   entry.key.count(u'.') == group.count(u'.') + 1;
        };
        const auto last = std::ranges::find_last_if(m_outline.entries, inGroup);
        if (!found->isBlockMapping || last.empty()) {
            return leftToPeople(m_path, key);
        }
        insertLines(text, endOf(text, *last.begin()), QString(last.begin()->indent, u' ') + line);
        return {};
    }
    if (const Entry *empty = find(group)) {
        if (!empty->isNull || empty->valueSpan.begin != empty->valueSpan.end) {
            return leftToPeople(m_path, key);
        }
        insertLines(text, lineEnd(text, empty->keySpan.end), QString(empty->indent + 2, u' ') + line);
        return {};
    }
    insertLines(text, text.size(), group + QStringLiteral(":\n  ") + line);
    return {};
}

Result<void> ConfigFile::unset(const QString &key)
{
    const Entry *entry = find(key);
    if (!entry) {
        return fail(ErrorCode::NotFound, QObject::tr("%1 has no %2.").arg(m_path, key));
    }
    if (!entry->isBlock) {
        return leftToPeople(m_path, key);
    }
    std::u32string text = m_text.toStdU32String();
    const auto begin = static_cast<std::size_t>(entry->keySpan.begin - entry->indent);
    text.erase(begin, endOf(text, *entry) - begin);
    return change(text, key, std::nullopt);
}

/// Takes the new text over if it says what it should and all else as before.
Result<void> ConfigFile::change(const std::u32string &text, const QString &key, const std::optional<QString> &expected)
{
    auto changed = parse(m_path, QString::fromStdU32String(text));
    if (!changed || changed->value(key) != expected) {
        return leftToPeople(m_path, key);
    }
    auto before = entries();
    auto after = changed->entries();
    const auto isIt = [&](const std::pair<QString, QString> &entry) { return entry.first == key; };
    before.removeIf(isIt);
    after.removeIf(isIt);
    if (before != after) {
        return leftToPeople(m_path, key);
    }
    changed->m_hasMark = m_hasMark;
    *this = *changed;
    return {};
}

Result<void> ConfigFile::write() const
{
    // A link to a file that is kept elsewhere stays a link.
    const QString target = QFileInfo(m_path).isSymLink() ? QFileInfo(m_path).symLinkTarget() : m_path;
    if (const auto made = makePrivateFolder(QFileInfo(target).path()); !made) {
        return made;
    }
    closeToOthers(QFileInfo(target).canonicalFilePath()); // before there is a token in it
    return saveUserFile(m_path, (m_hasMark ? byteOrderMark.toByteArray() : QByteArray()) + m_text.toUtf8(),
                        privateMode);
}

} // namespace studio
