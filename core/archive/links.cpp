// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/links.h"

#include "core/archive/posix.h"

#include <QObject>

#include <algorithm>
#include <deque>

namespace studio {

namespace {

constexpr int maxHops = 40; // as the kernel

std::unexpected<Error> refusedLink(const std::string &link, const QString &why)
{
    return fail(ErrorCode::InvalidArgument, QObject::tr("The link “%1” is refused: it %2.").arg(shownName(link), why));
}

std::unexpected<Error> leaves(const std::string &link)
{
    return refusedLink(link, QObject::tr("leads out of the archive"));
}

std::deque<std::string> parts(std::string_view path)
{
    std::deque<std::string> list;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        if (const auto part = path.substr(begin, end - begin); !part.empty() && part != ".") {
            list.emplace_back(part);
        }
        begin = end + 1;
    }
    return list;
}

std::string parentOf(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

bool exists(const std::vector<std::string> &files, const std::string &path)
{
    return std::ranges::binary_search(files, path);
}

} // namespace

struct Links::Plan
{
    const std::vector<std::string> &files;
    qint64 most;
    std::vector<LinkCopy> copies;
    std::vector<std::string> active; // folders that are being copied

    Result<void> copy(const std::string &path, const std::string &source)
    {
        if (static_cast<qint64>(copies.size()) >= most) {
            return refusedLink(path, QObject::tr("would make more files than are allowed"));
        }
        copies.push_back({path, source});
        return {};
    }
};

/// Where a link leads in the end, over any further links on the way.
Result<std::string> Links::resolve(const std::string &link) const
{
    std::string at;
    std::deque<std::string> rest = parts(link);
    int hops = 0;
    while (!rest.empty()) {
        const std::string part = std::move(rest.front());
        rest.pop_front();
        if (part == "..") {
            if (at.empty()) {
                return leaves(link);
            }
            at = parentOf(at);
            continue;
        }
        const std::string next = at.empty() ? part : at + '/' + part;
        const auto found = m_links.find(next);
        if (found == m_links.end()) {
            at = next;
            continue;
        }
        if (++hops > maxHops) {
            return refusedLink(link, QObject::tr("leads back to itself"));
        }
        if (found->second.empty()) {
            return refusedLink(link, QObject::tr("leads nowhere"));
        }
        if (found->second.starts_with('/')) {
            return leaves(link);
        }
        const auto detour = parts(found->second);
        rest.insert(rest.begin(), detour.begin(), detour.end());
    }
    return at;
}

Result<std::vector<LinkCopy>> Links::copies(const std::vector<std::string> &files, qint64 most) const
{
    Plan plan{files, most, {}, {}};
    for (const auto &[link, target] : m_links) {
        const auto source = resolve(link);
        if (!source) {
            return std::unexpected(source.error());
        }
        if (auto expanded = expand(plan, link, *source, link); !expanded) {
            return std::unexpected(expanded.error());
        }
    }
    return std::move(plan.copies);
}

Result<void> Links::expand(Plan &plan, const std::string &path, const std::string &source,
                           const std::string &link) const
{
    if (exists(plan.files, source)) {
        return plan.copy(path, source);
    }
    if (std::ranges::contains(plan.active, source)) {
        return refusedLink(link, QObject::tr("leads back into itself"));
    }
    const std::string below = source.empty() ? std::string() : source + '/';
    const auto pathOf = [&](const std::string &inside) { return path + '/' + inside.substr(below.size()); };
    bool found = false;
    plan.active.push_back(source);
    for (auto file = std::ranges::lower_bound(plan.files, below); file != plan.files.end() && file->starts_with(below);
         ++file) {
        found = true;
        if (auto copied = plan.copy(pathOf(*file), *file); !copied) {
            return copied;
        }
    }
    for (auto inner = m_links.lower_bound(below); inner != m_links.end() && inner->first.starts_with(below); ++inner) {
        found = true;
        const auto target = resolve(inner->first);
        if (!target) {
            return std::unexpected(target.error());
        }
        if (auto expanded = expand(plan, pathOf(inner->first), *target, inner->first); !expanded) {
            return expanded;
        }
    }
    plan.active.pop_back();
    if (!found) {
        return refusedLink(link, QObject::tr("leads nowhere"));
    }
    return {};
}

} // namespace studio
