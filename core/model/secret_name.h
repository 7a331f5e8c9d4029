// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// That an app has a secret; its value is in the keychain.
struct SecretName
{
    QString name;
    qint64 changedAtMs = 0; ///< when its value was set

    bool operator==(const SecretName &) const = default;
};

} // namespace studio
