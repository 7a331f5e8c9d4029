// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace studio {

/// What one file sets. A plain value.
///
///     {
///       "editor.fontSize": 12,
///       "rust.check": "clippy",
///       "keys": {"editor.save": "Ctrl+S", "editor.closeFile": ""}
///     }
///
/// A key sequence is as QKeySequence::PortableText; an empty one takes the keys away.
struct PreferenceValues
{
    QMap<QString, Json> values;  ///< by the id of the preference
    QMap<QString, QString> keys; ///< by the id of the action
    QStringList problems;        ///< sentences about what is in the file and cannot be used

    bool operator==(const PreferenceValues &) const = default;
};

/// Reads the file; none is as an empty one. InvalidArgument: it is no JSON object, and which place is wrong;
/// Unavailable: it cannot be read. `isProject`: only what projects may set is used. Blocks, for a moment.
Result<PreferenceValues> readPreferences(const QString &file, bool isProject);

/// One change of a file.
struct PreferenceEdit
{
    QString id; ///< of a preference, or of an action where isKey
    Json value; ///< null: it is not set any more
    bool isKey = false;
};

/// Changes the one member and keeps all else in the file, also what this program does not know. A file that cannot be
/// read is not overwritten: the error says why. Other programs that change it wait, for as long as `lockFile` is held;
/// Unavailable where another holds it for more than two seconds. Blocks: worker.
Result<void> editPreferences(const QString &file, const QString &lockFile, const PreferenceEdit &edit);

} // namespace studio
