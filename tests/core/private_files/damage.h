// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <functional>

namespace studio::test {

/// A way in which a file can be wrong.
struct Damage
{
    QString name;
    std::function<bool(const QString &path)> put; ///< makes the file so; false where it could not
};

/// Every value of the document replaced by one of each type, by a number out of range, and by null; a member that is
/// missing; the text cut short at up to `maxCuts` points.
QList<Damage> damagesOf(const QByteArray &json, qsizetype maxCuts);

/// What can stand in the place of any file: other content, and what is no regular file.
QList<Damage> commonDamages();

/// The content, in a folder that is made where it is missing.
bool putFile(const QString &path, const QByteArray &content);

} // namespace studio::test
