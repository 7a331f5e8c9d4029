// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/code_editor.h"

#include <QTest>

namespace studio::test {

/// Types `to` in the place of the first `from`, by keys.
inline void replaceInEditor(CodeEditor *editor, const QString &from, const QString &to)
{
    QVERIFY(editor->findFirst(from, false, true, false, true, true, 0, 0));
    editor->removeSelectedText();
    QTest::keyClicks(editor, to);
}

} // namespace studio::test
