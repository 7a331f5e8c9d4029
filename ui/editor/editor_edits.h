// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/text_change.h"

#include <QList>

namespace studio {

class CodeEditor;

/// Makes changes that are all about the text as it is now, as one step of undo; the caret stays at its text. Returns by
/// how many bytes what stands at `position` or behind it has moved. InvalidArgument, and nothing is changed, where two
/// of them overlap. FailedPrecondition where the editor is read-only.
Result<int> applyEdits(CodeEditor *editor, const QList<TextChange> &edits, int position = 0);

} // namespace studio
