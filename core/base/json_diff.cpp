// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_diff.h"

#include "core/base/common_sequence.h"

#include <QHash>

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace studio {

namespace {

constexpr std::size_t maxProduct = 1'000'000; ///< of elements that are aligned; larger arrays are compared by place
constexpr qsizetype maxValueText = 200;

QString shortText(const Json &value)
{
    const QString text = QString::fromUtf8(value.toUtf8());
    return text.size() <= maxValueText ? text : text.first(maxValueText) + u'…';
}

QString memberPath(const QString &path, const std::string &name)
{
    const bool isPlain = !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }) && (name.front() < '0' || name.front() > '9');
    return isPlain ? path + u'.' + toQString(name) : path + u'[' + QString::fromUtf8(Json(name).toUtf8()) + u']';
}

QString elementPath(const QString &path, std::size_t index)
{
    return path + u'[' + QString::number(index) + u']';
}

/// Whether they are the same but for the order of members.
bool isSame(const Json &one, const Json &other);

using MemberIndex = std::unordered_map<std::string_view, const Json *>;

/// The last of each name.
MemberIndex membersOf(const Json &object)
{
    MemberIndex index;
    for (const JsonMember &member : object.members()) {
        index[member.name] = &member.value;
    }
    return index;
}

bool isSame(const Json &one, const Json &other)
{
    if (one.isObject() && other.isObject()) {
        const MemberIndex ours = membersOf(one);
        const MemberIndex theirs = membersOf(other);
        return ours.size() == theirs.size() && std::ranges::all_of(ours, [&](const auto &member) {
                   const auto found = theirs.find(member.first);
                   return found != theirs.end() && isSame(*member.second, *found->second);
               });
    }
    if (one.isArray() && other.isArray()) {
        return std::ranges::equal(one.elements(), other.elements(), isSame);
    }
    return one == other;
}

/// Equal for what isSame().
std::size_t hashOf(const Json &value)
{
    std::size_t hash = value.size();
    for (const auto &[name, member] : membersOf(value)) {
        hash += std::hash<std::string_view>()(name) * 31 + hashOf(*member); // in any order
    }
    for (const Json &element : value.elements()) {
        hash = hash * 31 + hashOf(element);
    }
    if (!value.isObject() && !value.isArray()) {
        hash = qHash(value.toUtf8());
    }
    return hash;
}

class JsonDiff
{
public:
    explicit JsonDiff(qsizetype most) : m_most(most) {}

    void compare(const Json &before, const Json &after, const QString &path)
    {
        if (m_found.isCut) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            compareObjects(before, after, path);
        } else if (before.isArray() && after.isArray()) {
            compareArrays(before.elements(), after.elements(), path);
        } else if (!isSame(before, after)) {
            add({.kind = JsonChange::Kind::Changed,
                 .path = path,
                 .from = {},
                 .before = shortText(before),
                 .after = shortText(after)});
        }
    }

    JsonChanges take() { return std::move(m_found); }

private:
    void add(JsonChange change)
    {
        if (m_found.changes.size() < m_most) {
            m_found.changes.append(std::move(change));
        } else {
            m_found.isCut = true;
        }
    }
    void addRemoved(const Json &value, const QString &path)
    {
        add({.kind = JsonChange::Kind::Removed, .path = path, .from = {}, .before = shortText(value), .after = {}});
    }
    void addAdded(const Json &value, const QString &path)
    {
        add({.kind = JsonChange::Kind::Added, .path = path, .from = {}, .before = {}, .after = shortText(value)});
    }

    void compareObjects(const Json &before, const Json &after, const QString &path)
    {
        const MemberIndex olds = membersOf(before);
        MemberIndex news = membersOf(after);
        for (const JsonMember &member : before.members()) {
            if (olds.at(member.name) != &member.value) {
                continue; // it stands again below
            }
            const auto found = news.find(member.name);
            if (found == news.end()) {
                addRemoved(member.value, memberPath(path, member.name));
            } else {
                compare(member.value, *found->second, memberPath(path, member.name));
            }
        }
        for (const JsonMember &member : after.members()) {
            if (news.at(member.name) == &member.value && !olds.contains(member.name)) {
                addAdded(member.value, memberPath(path, member.name));
            }
        }
    }

    void compareArrays(const Json::Array &before, const Json::Array &after, const QString &path)
    {
        std::size_t begin = 0;
        while (begin < std::min(before.size(), after.size()) && isSame(before[begin], after[begin])) {
            ++begin;
        }
        std::size_t end = 0; // elements at the end that are the same
        while (end < std::min(before.size(), after.size()) - begin &&
               isSame(before[before.size() - 1 - end], after[after.size() - 1 - end])) {
            ++end;
        }
        ArrayPart part{before, after, begin, before.size() - end, begin, after.size() - end, path};
        if ((part.oldEnd - begin) * (part.newEnd - begin) <= maxProduct) {
            alignArrays(part);
        } else {
            comparePlaces(part);
        }
    }

    /// Elements of two arrays, those from the begins to the ends of which differ somewhere.
    struct ArrayPart
    {
        const Json::Array &before;
        const Json::Array &after;
        std::size_t oldBegin;
        std::size_t oldEnd;
        std::size_t newBegin;
        std::size_t newEnd;
        const QString &path;
    };

    void comparePlaces(const ArrayPart &part)
    {
        std::size_t old = part.oldBegin;
        std::size_t now = part.newBegin;
        for (; old < part.oldEnd && now < part.newEnd; ++old, ++now) {
            compare(part.before[old], part.after[now], elementPath(part.path, now));
        }
        for (; old < part.oldEnd; ++old) {
            addRemoved(part.before[old], elementPath(part.path, old));
        }
        for (; now < part.newEnd; ++now) {
            addAdded(part.after[now], elementPath(part.path, now));
        }
    }

    void alignArrays(const ArrayPart &part)
    {
        const std::size_t oldCount = part.oldEnd - part.oldBegin;
        const std::size_t newCount = part.newEnd - part.newBegin;
        std::vector<std::size_t> oldHashes;
        std::vector<std::size_t> newHashes;
        for (std::size_t i = part.oldBegin; i < part.oldEnd; ++i) {
            oldHashes.push_back(hashOf(part.before[i]));
        }
        for (std::size_t i = part.newBegin; i < part.newEnd; ++i) {
            newHashes.push_back(hashOf(part.after[i]));
        }
        const auto isEqual = [&](std::size_t old, std::size_t now) {
            return oldHashes[old] == newHashes[now] &&
                   isSame(part.before[part.oldBegin + old], part.after[part.newBegin + now]);
        };
        std::vector<std::size_t> removed;
        std::vector<std::size_t> added;
        std::vector<std::pair<std::size_t, std::size_t>> gaps; ///< where both lists are at each common element
        std::size_t old = 0;
        std::size_t now = 0;
        const auto passUntil = [&](std::size_t oldUntil, std::size_t newUntil) {
            for (; old < oldUntil; ++old) {
                removed.push_back(old);
            }
            for (; now < newUntil; ++now) {
                added.push_back(now);
            }
        };
        for (const auto &[oldCommon, newCommon] : commonSequence(oldCount, newCount, isEqual)) {
            passUntil(oldCommon, newCommon);
            gaps.emplace_back(removed.size(), added.size());
            ++old;
            ++now;
        }
        passUntil(oldCount, newCount);
        gaps.emplace_back(removed.size(), added.size());
        reportArray(part, removed, added, gaps, isEqual);
    }

    /// What was removed in one place and added in another has moved; what is left in one place belongs together.
    void reportArray(const ArrayPart &part, const std::vector<std::size_t> &removed,
                     const std::vector<std::size_t> &added,
                     const std::vector<std::pair<std::size_t, std::size_t>> &gaps,
                     const std::function<bool(std::size_t, std::size_t)> &isEqual)
    {
        std::vector<bool> isOldMoved(removed.size());
        std::vector<qsizetype> movedFrom(added.size(), -1);
        for (std::size_t now = 0; now < added.size(); ++now) {
            for (std::size_t old = 0; old < removed.size(); ++old) {
                if (!isOldMoved[old] && isEqual(removed[old], added[now])) {
                    isOldMoved[old] = true;
                    movedFrom[now] = static_cast<qsizetype>(removed[old]);
                    break;
                }
            }
        }
        std::size_t old = 0;
        std::size_t now = 0;
        for (const auto &[oldEnd, newEnd] : gaps) {
            std::vector<std::size_t> olds;
            for (; old < oldEnd; ++old) {
                if (!isOldMoved[old]) {
                    olds.push_back(part.oldBegin + removed[old]);
                }
            }
            std::size_t paired = 0;
            for (; now < newEnd; ++now) {
                const std::size_t place = part.newBegin + added[now];
                const QString path = elementPath(part.path, place);
                if (movedFrom[now] >= 0) {
                    add({.kind = JsonChange::Kind::Moved,
                         .path = path,
                         .from = elementPath(part.path, part.oldBegin + static_cast<std::size_t>(movedFrom[now])),
                         .before = shortText(part.after[place]),
                         .after = shortText(part.after[place])});
                } else if (paired < olds.size()) {
                    compare(part.before[olds[paired++]], part.after[place], path);
                } else {
                    addAdded(part.after[place], path);
                }
            }
            for (; paired < olds.size(); ++paired) {
                addRemoved(part.before[olds[paired]], elementPath(part.path, olds[paired]));
            }
        }
    }

    qsizetype m_most;
    JsonChanges m_found;
};

} // namespace

JsonChanges jsonDiff(const Json &before, const Json &after, qsizetype most)
{
    JsonDiff diff(most);
    diff.compare(before, after, QStringLiteral("$"));
    return diff.take();
}

} // namespace studio
