// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/execution.h"

namespace studio {

/// What stands in the place of a secret.
inline constexpr const char *redactedText = "•••";

/// Takes the values of secrets out of what is kept: each becomes “•••”, also as JSON and as an address write it, and
/// also a single line of one that has several. A value. Any thread.
class Redaction
{
public:
    Redaction() = default;
    explicit Redaction(const QList<QByteArray> &secrets);

    [[nodiscard]] bool isEmpty() const { return m_forms.isEmpty(); }
    void clean(QByteArray &text) const;
    void clean(QString &text) const;
    /// Target, headers, bodies, lines, error and panic.
    void clean(Execution &execution) const;

private:
    QList<QByteArray> m_forms; ///< the longest first, so that none hides a part of another
};

} // namespace studio
