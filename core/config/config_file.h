// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/yaml_events.h"

#include <optional>
#include <utility>

namespace studio {

/// A configuration file of YAML mappings, which other programs of the platform and people share. A change touches the
/// bytes of its value only: comments, order and what is not ours stay. A value; reading and writing block.
class ConfigFile
{
public:
    /// A file that is not there is empty. InvalidArgument: it is no YAML; says where. Unavailable: not readable.
    static Result<ConfigFile> read(const QString &path);
    static Result<ConfigFile> parse(const QString &path, const QString &text);

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] const QString &text() const { return m_text; }
    /// The value of "ignite.token"; nothing where it is absent or null.
    [[nodiscard]] std::optional<QString> value(const QString &key) const;
    /// All that have a value, in the order of the file.
    [[nodiscard]] QList<std::pair<QString, QString>> entries() const;

    /// Keys have one dot: "ignite.token". FailedPrecondition: the file is written in a way that is left to people, such
    /// as in braces.
    Result<void> set(const QString &key, const QString &value);
    /// NotFound.
    Result<void> unset(const QString &key);
    /// Whole or not at all, and readable by this user alone, because a token may stand in it.
    [[nodiscard]] Result<void> write() const;

private:
    [[nodiscard]] const config::Entry *find(const QString &key) const;
    [[nodiscard]] const config::Group *findGroup(const QString &key) const;
    [[nodiscard]] Result<void> insert(const QString &key, const QString &value, std::u32string &text) const;
    [[nodiscard]] Result<void> change(const std::u32string &text, const QString &key,
                                      const std::optional<QString> &expected);

    QString m_path;
    QString m_text;
    bool m_hasMark = false; ///< U+FEFF before the text, which an editor has put there
    config::Outline m_outline;
};

} // namespace studio
