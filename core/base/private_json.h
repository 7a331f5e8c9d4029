// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/json_reader.h"

// The studio's own JSON files: what the window remembers, caches, what another process of the studio wrote. They are
// input like any other. One that is damaged (not JSON, a value of a wrong type, a pipe or a folder in its place) is set
// aside, said once, and the program goes on without it.

namespace studio {

/// Renames the file to NAME.damaged-DATE and reports it as a notice (notices.h). Nothing happens where it is gone by
/// now.
void setAsideDamaged(const QString &path, const QString &reason);

/// The value that `read` makes of the file; a default one where the file is not there, cannot be read, or is damaged.
///
///     const auto state = readPrivateJson(path, 1 << 20, [](const JsonReader &document) {
///         return State{.port = document["port"].required().number(0, 1, 65'535)};
///     });
template <typename Read> auto readPrivateJson(const QString &path, qint64 maxBytes, const Read &read)
{
    using Value = std::invoke_result_t<Read, const JsonReader &>;
    const auto content = readRegularFile(path, maxBytes);
    if (content && !*content) {
        return Value();
    }
    const auto json = content.and_then([](const std::optional<QByteArray> &bytes) { return parseJson(*bytes); });
    if (!json) {
        if (json.error().code == ErrorCode::InvalidArgument) {
            setAsideDamaged(path, json.error().message);
        }
        return Value();
    }
    const JsonReader document(*json);
    Value value = read(document);
    if (const auto checked = document.check(); !checked) {
        setAsideDamaged(path, checked.error().message);
        return Value();
    }
    return value;
}

} // namespace studio
