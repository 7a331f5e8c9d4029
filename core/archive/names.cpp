// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/names.h"

#include "core/archive/posix.h"

#include <QObject>

#include <algorithm>
#include <array>

namespace studio {

namespace {

constexpr std::size_t longestPart = 255;  // of every common file system, in bytes
constexpr std::size_t longestPath = 4000; // below PATH_MAX, with room for the folder in front

bool isAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Equal for names that a file system which ignores case or Unicode form takes for one.
std::string comparisonKey(const std::string &path)
{
    if (isAscii(path)) {
        std::string key = path;
        std::ranges::transform(key, key.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
        return key;
    }
    return QString::fromStdString(path)
        .normalized(QString::NormalizationForm_C)
        .toCaseFolded()
        .replace(u'ß', QLatin1StringView("ss")) // Qt folds letter by letter, file systems do not
        .normalized(QString::NormalizationForm_C)
        .toStdString();
}

std::unexpected<Error> refusedName(std::string_view entry, const char *fault)
{
    return fail(ErrorCode::InvalidArgument,
                QObject::tr("The entry “%1” is refused: its name %2.").arg(shownName(entry), QString::fromUtf8(fault)));
}

} // namespace

bool isSourceFolder(std::string_view name, bool isInPackage)
{
    return isInPackage && name == "src";
}

bool isExcludedFolder(std::string_view name, bool isInPackage, bool isInSourceFolder)
{
    static constexpr std::array<std::string_view, 4> ofTools{".git", "node_modules", "__pycache__", ".venv"};
    return name == "target" ? isInPackage : std::ranges::contains(ofTools, name) && !isInSourceFolder;
}

const char *faultOfNamePart(std::string_view part)
{
    if (part.size() > longestPart) {
        return QT_TRANSLATE_NOOP("QObject", "is longer than 255 bytes");
    }
    if (std::ranges::any_of(part, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
        return QT_TRANSLATE_NOOP("QObject", "holds a line break or another control character");
    }
    if (!isAscii(part) && !QUtf8StringView(part.data(), static_cast<qsizetype>(part.size())).isValidUtf8()) {
        return QT_TRANSLATE_NOOP("QObject", "is not valid UTF-8");
    }
    return nullptr;
}

Result<std::string> entryPath(std::string_view raw)
{
    if (raw.starts_with('/')) {
        return refusedName(raw, QT_TRANSLATE_NOOP("QObject", "is an absolute path"));
    }
    if (raw.size() > longestPath) {
        return refusedName(raw, QT_TRANSLATE_NOOP("QObject", "is longer than 4000 bytes"));
    }
    std::string path;
    path.reserve(raw.size());
    for (std::size_t begin = 0; begin <= raw.size();) {
        const std::size_t end = std::min(raw.find('/', begin), raw.size());
        const std::string_view part = raw.substr(begin, end - begin);
        begin = end + 1;
        if (part.empty() || part == ".") {
            continue;
        }
        if (part == "..") {
            return refusedName(raw, QT_TRANSLATE_NOOP("QObject", "leads out of the archive with “..”"));
        }
        if (const char *fault = faultOfNamePart(part)) {
            return refusedName(raw, fault);
        }
        path.append(path.empty() ? "" : "/").append(part);
    }
    return path;
}

Result<void> NameBook::addFile(const std::string &path)
{
    return add(path, false);
}

Result<void> NameBook::addFolder(const std::string &path)
{
    return add(path, true);
}

Result<void> NameBook::add(const std::string &path, bool folder)
{
    if (auto parents = addParents(path); !parents) {
        return parents;
    }
    const auto [at, isNew] = m_names.try_emplace(comparisonKey(path), Name{path, folder});
    if (isNew || (folder && at->second.folder && at->second.path == path)) {
        return {};
    }
    if (at->second.path != path) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("“%1” and “%2” differ only in case or in how their letters are encoded. Not every "
                                "system can keep both: rename one.")
                        .arg(shownName(at->second.path), shownName(path)));
    }
    return fail(ErrorCode::InvalidArgument,
                at->second.folder != folder
                    ? QObject::tr("The name “%1” is used for a file and for a folder.").arg(shownName(path))
                    : QObject::tr("The name “%1” is used twice.").arg(shownName(path)));
}

Result<void> NameBook::addParents(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos || path.compare(0, slash, m_lastParent) == 0) {
        return {};
    }
    const std::string parent = path.substr(0, slash);
    if (auto added = add(parent, true); !added) {
        return added;
    }
    m_lastParent = parent;
    return {};
}

} // namespace studio
