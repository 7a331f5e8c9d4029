// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QList>
#include <QStringList>

#include <limits>
#include <memory>

namespace studio {

/// A place in a JSON document that another program wrote, for reading. What is absent or null has its fallback, members
/// that are not asked for are passed over, and the first value of a wrong type is the failure of the whole document:
/// read all, then ask once.
///
///     const JsonReader document(json);
///     state.port = document["port"].number(0, 1, 65'535);
///     for (const JsonReader &file : document["files"].elements()) {
///         state.files << file["path"].required().text();
///     }
///     if (const auto checked = document.check(); !checked) …   // “files[2].path” is not a string.
///
/// Copies share the failure. The document must outlive them. One thread.
class JsonReader
{
public:
    explicit JsonReader(const Json &document);

    JsonReader operator[](std::string_view name) const; ///< a member; of what is no object it is absent, and a failure
    JsonReader operator[](std::size_t index) const;     ///< an element; the same of what is no array

    [[nodiscard]] bool isThere() const;     ///< and is not null
    [[nodiscard]] bool isNull() const;      ///< given as null
    [[nodiscard]] const Json &json() const; ///< null where it is absent
    [[nodiscard]] QString path() const;     ///< "files[2].path"; empty for the document

    /// The same place; that it is absent or null is a failure.
    const JsonReader &required() const;

    [[nodiscard]] QString text(const QString &fallback = {}) const;
    [[nodiscard]] QByteArray bytes(const QByteArray &fallback = {}) const; ///< UTF-8 of a string
    [[nodiscard]] QByteArray base64() const;                               ///< of a string in base 64, either alphabet
    [[nodiscard]] bool boolean(bool fallback = false) const;
    /// An integer, or one of 64 bits as a string of its digits.
    [[nodiscard]] qint64 integer(qint64 fallback = 0, qint64 least = std::numeric_limits<qint64>::min(),
                                 qint64 most = std::numeric_limits<qint64>::max()) const;
    [[nodiscard]] int number(int fallback = 0, int least = std::numeric_limits<int>::min(),
                             int most = std::numeric_limits<int>::max()) const;
    [[nodiscard]] double real(double fallback = 0) const;
    [[nodiscard]] QStringList texts() const; ///< an array of strings
    [[nodiscard]] QList<JsonReader> elements(std::size_t most = std::numeric_limits<std::size_t>::max()) const;
    [[nodiscard]] QList<std::pair<QString, JsonReader>> members() const;

    /// That the value has no sense, in words; it becomes the failure where there is none yet.
    void refuse(const QString &message) const;
    /// “PATH” is not `wanted`.
    void refuseAs(const QString &wanted) const;
    /// InvalidArgument names the first value of the whole document that could not be read.
    [[nodiscard]] Result<void> check() const;

private:
    JsonReader(const Json *value, QString path, std::shared_ptr<std::optional<Error>> error);

    const Json *m_value; ///< null pointer where it is absent
    QString m_path;
    std::shared_ptr<std::optional<Error>> m_error;
};

} // namespace studio
