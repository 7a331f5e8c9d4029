// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/editor/editor_pane_test.h"
#include "ui/editor/editor_groups.h"

#include <QFileInfo>
#include <QTabBar>

namespace studio::test {

/// The editor's pane, split by keys.
class SplitTest : public EditorPaneTest
{
protected:
    [[nodiscard]] EditorTabs *tabs() const { return m_pane->tabs(); }
    [[nodiscard]] EditorGroups *groups() const { return tabs()->groups(); }
    [[nodiscard]] QStringList namesOf(int group) const
    {
        QStringList names;
        for (const CodeEditor *const view : groups()->editorsOf(group)) {
            names << QFileInfo(EditorTabs::pathOf(view)).fileName();
        }
        return names;
    }
    [[nodiscard]] CodeEditor *shownIn(int group) const { return groups()->currentOf(group); }
    static std::pair<int, int> caretOf(const CodeEditor *view)
    {
        int line = 0;
        int column = 0;
        view->getCursorPosition(&line, &column);
        return {line, column};
    }
    void split(Qt::Orientation side) const
    {
        if (side == Qt::Vertical) {
            press(Qt::Key_K, Qt::ControlModifier);
        }
        press(Qt::Key_Backslash, Qt::ControlModifier);
        QVERIFY(groups()->isSplit());
        QCOMPARE(groups()->orientation(), side);
        QTRY_VERIFY(editor()->hasFocus());
    }

    void begin() { EditorPaneTest::begin(); }
    void end()
    {
        QApplication::setLayoutDirection(Qt::LeftToRight);
        EditorPaneTest::end();
    }
};

} // namespace studio::test
