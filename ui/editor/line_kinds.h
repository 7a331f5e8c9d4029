// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/typing_rules.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/State>

namespace studio {

/// What text with this format is.
TextKind kindOf(const KSyntaxHighlighting::Format &format);

/// Tells code, strings and comments of a line apart by its syntax definition. Main thread.
class LineKinds final : private KSyntaxHighlighting::AbstractHighlighter
{
public:
    /// One a UTF-16 unit, and one more: of what would be typed at the end. `before` is the state at the line's begin.
    /// A line that is too long to be highlighted is code.
    QList<TextKind> kindsOf(const QString &line, const KSyntaxHighlighting::Definition &definition,
                            const KSyntaxHighlighting::State &before);

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override;

private:
    QList<TextKind> m_kinds;
};

} // namespace studio
