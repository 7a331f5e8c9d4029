// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QByteArrayView>
#include <QHash>
#include <QStringList>

#include <stop_token>
#include <string_view>
#include <vector>

namespace studio {

/// Ways through a JSON Schema for one question, and what they may cost. A schema may be of a stranger: it may lead in
/// circles, and every list in it may be as long as it is. So whatever goes through a list takes steps, and ends when
/// none are left or the answer is no longer wanted. Lookups of members take one step however many there are.
///
/// A step is about what comparing two short words costs; all of them together take some tenths of a second. One thread.
class SchemaWalk
{
public:
    static constexpr qint64 maxSteps = 5'000'000;
    static constexpr std::size_t maxSchemas = 200;     ///< that are visited for one value
    static constexpr std::size_t maxReference = 1'000; ///< bytes of a $ref

    explicit SchemaWalk(const Json &root, std::stop_token stop = {}) : m_root(root), m_stop(std::move(stop)) {}

    [[nodiscard]] const Json &root() const { return m_root; }
    /// False when the steps are used up or a stop was requested. `bytes`: of a text that is read.
    bool take(qint64 steps = 1, std::size_t bytes = 0);
    [[nodiscard]] bool isOver() const { return m_left < 0; }

    /// The member, null and Null where there is none or no steps are left. Of what no member is changed.
    const Json *find(const Json &object, std::string_view name);
    const Json &member(const Json &object, std::string_view name);

    /// The schema that the `$ref` of a schema, such as "#/$defs/user", leads to; null where it has none or it leads out
    /// of this document or nowhere.
    const Json *reference(const Json &schema);
    /// The schema and all that it is put together from: by $ref, allOf, anyOf and oneOf.
    std::vector<const Json *> expand(const Json &schema);
    /// The expanded schemas of the value at a path; elements of arrays are "*".
    std::vector<const Json *> at(const QStringList &path);

private:
    void expandInto(std::vector<const Json *> &found, const Json &schema);
    void addBelow(std::vector<const Json *> &found, const Json &schema, const QString &key);
    const Json *resolve(std::string_view reference);

    const Json &m_root;
    std::stop_token m_stop;
    qint64 m_left = maxSteps;
    int m_taken = 0;
    QHash<const Json *, QHash<QByteArrayView, const Json *>> m_members; ///< of large objects
    QHash<const Json *, const Json *> m_references;                     ///< by schema
};

} // namespace studio
