// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/compare.h"

#include <algorithm>
#include <cmath>

namespace studio::manifest {

namespace {

bool isEqual(const toml::node &a, const toml::node &b);

bool isEqual(const toml::table &a, const toml::table &b)
{
    return a.size() == b.size() && std::ranges::all_of(a, [&](const auto &field) {
               const toml::node *other = b.get(field.first.str());
               return other && isEqual(field.second, *other);
           });
}

bool isEqual(const toml::array &a, const toml::array &b)
{
    return std::ranges::equal(a, b, [](const toml::node &x, const toml::node &y) { return isEqual(x, y); });
}

bool isEqual(const toml::node &a, const toml::node &b)
{
    if (a.type() != b.type()) {
        return false;
    }
    if (const auto *table = a.as_table()) {
        return isEqual(*table, *b.as_table());
    }
    if (const auto *array = a.as_array()) {
        return isEqual(*array, *b.as_array());
    }
    if (const auto *number = a.as_floating_point()) {
        const double x = number->get();
        const double y = b.as_floating_point()->get();
        return x == y || (std::isnan(x) && std::isnan(y));
    }
    return toml::node_view(a) == toml::node_view(b);
}

class Comparison
{
public:
    explicit Comparison(const std::vector<Path> &edited) : m_edited(edited) {}

    bool holds(const toml::node *before, const toml::node *after)
    {
        if (std::ranges::contains(m_edited, m_path) || (!before && !after)) {
            return true;
        }
        const bool leadsToEdit =
            std::ranges::any_of(m_edited, [&](const Path &edited) { return startsWith(edited, m_path); });
        const bool areTables = (!before || before->is_table()) && (!after || after->is_table());
        if (leadsToEdit && areTables) { // an edit may make the tables around it, and leave none behind
            return fieldsHold(before ? *before->as_table() : toml::table{}, after ? *after->as_table() : toml::table{});
        }
        return before && after && isEqual(*before, *after);
    }

private:
    bool fieldsHold(const toml::table &before, const toml::table &after)
    {
        const auto fieldHolds = [&](const toml::key &key) {
            m_path.emplace_back(key.str());
            const bool does = holds(before.get(key.str()), after.get(key.str()));
            m_path.pop_back();
            return does;
        };
        return std::ranges::all_of(before, [&](const auto &field) { return fieldHolds(field.first); }) &&
               std::ranges::all_of(after, [&](const auto &field) {
                   return before.contains(field.first.str()) || fieldHolds(field.first);
               });
    }

    const std::vector<Path> &m_edited;
    Path m_path;
};

} // namespace

bool isEqualOutside(const toml::table &before, const toml::table &after, const std::vector<Path> &edited)
{
    return Comparison(edited).holds(&before, &after);
}

const toml::node *nodeAt(const toml::table &root, const Path &path)
{
    const toml::node *node = &root;
    for (const std::string &name : path) {
        const auto *table = node->as_table();
        node = table ? table->get(name) : nullptr;
        if (!node) {
            return nullptr;
        }
    }
    return node;
}

} // namespace studio::manifest
