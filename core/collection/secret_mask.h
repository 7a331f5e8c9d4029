// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace studio::collection {

/// Takes the values of secrets out of what is shown. All of a text is given to it, before the text is cut: the
/// beginning of a secret is none of the values. A value; any thread.
class SecretMask
{
public:
    void add(const QString &secret);
    /// A part that is in several secrets, or where they overlap, is masked once.
    [[nodiscard]] QString masked(const QString &text) const;

private:
    QStringList m_secrets; ///< none is empty
};

} // namespace studio::collection
