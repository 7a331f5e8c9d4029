// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/line_buffer.h"

namespace studio {

/// Tells of the lines of Cargo and rustc, one after the other, what each is part of: a message goes from its head
/// ("error[E0308]: …") to an empty line, or to Cargo's next word. A value.
class CompileLines
{
public:
    struct Kind
    {
        LineLevel level = LineLevel::Other;
        QByteArray crate; ///< of a message: the project's own, unless it names another
    };

    /// The kind of the next line, escapes and all; good until the next call.
    const Kind &next(QByteArrayView utf8);
    void reset() { *this = {}; } ///< another run begins

private:
    void takeHead(LineLevel level, QByteArrayView rest);
    void takeStatus(QByteArrayView utf8);

    Kind m_kind;
    QByteArray m_own;       ///< the crate that was compiled last and is no one's but the author's
    bool m_isEnded = false; ///< by the line before
};

} // namespace studio
