// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace studio::manifest {

/// The names from the root of a TOML file to one of its values.
using Path = std::vector<std::string>;

/// The paths of a text, each name once: thousands of keys below one long header cost no copy of it each. A path is the
/// number of its last name, from 0, the root.
class KeyTree
{
public:
    static constexpr int root = 0;
    static constexpr int none = -1;

    /// The name below this path, which is added where it is new.
    int add(int parent, std::string_view name)
    {
        if (const int found = child(parent, name); found != none) {
            return found;
        }
        const int node = static_cast<int>(m_nodes.size());
        const auto made = m_children.emplace(std::pair(parent, std::string(name)), node).first;
        m_nodes.push_back({.parent = parent, .depth = m_nodes[at(parent)].depth + 1, .name = made->first.second});
        return node;
    }
    [[nodiscard]] int child(int parent, std::string_view name) const
    {
        const auto found = m_children.find(std::pair(parent, name));
        return found == m_children.end() ? none : found->second;
    }
    /// `none` where no key of the text has this path.
    [[nodiscard]] int find(const Path &path) const
    {
        int node = root;
        for (std::size_t i = 0; i < path.size() && node != none; ++i) {
            node = child(node, path[i]);
        }
        return node;
    }

    [[nodiscard]] std::size_t size() const { return m_nodes.size(); }
    [[nodiscard]] int parent(int node) const { return m_nodes[at(node)].parent; }
    [[nodiscard]] std::size_t depth(int node) const { return m_nodes[at(node)].depth; }
    [[nodiscard]] const std::string &name(int node) const { return m_nodes[at(node)].name; }
    [[nodiscard]] Path path(int node) const
    {
        Path path(depth(node));
        for (std::size_t i = path.size(); i > 0; --i, node = parent(node)) {
            path[i - 1] = name(node);
        }
        return path;
    }
    /// Also where both are the same.
    [[nodiscard]] bool isWithin(int node, int outer) const
    {
        while (node != none && depth(node) > depth(outer)) {
            node = parent(node);
        }
        return node == outer;
    }

private:
    struct Node
    {
        int parent = none;
        std::size_t depth = 0;
        std::string name;
    };
    struct Less
    {
        using is_transparent = void;
        template <typename A, typename B> bool operator()(const A &a, const B &b) const
        {
            return a.first != b.first ? a.first < b.first : std::string_view(a.second) < std::string_view(b.second);
        }
    };
    static std::size_t at(int node) { return static_cast<std::size_t>(node); }

    std::vector<Node> m_nodes{Node{}};
    std::map<std::pair<int, std::string>, int, Less> m_children;
};

} // namespace studio::manifest
