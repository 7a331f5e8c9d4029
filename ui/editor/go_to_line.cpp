// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/go_to_line.h"

#include "ui/common/input_dialog.h"
#include "ui/editor/code_editor.h"

#include <QCoreApplication>
#include <QSpinBox>

#include <limits>

namespace studio {

namespace {

struct GoToLine
{
    Q_DECLARE_TR_FUNCTIONS(studio::GoToLine)
};

} // namespace

void askForLine(CodeEditor *editor)
{
    if (!editor) {
        return;
    }
    int here = 0;
    int column = 0;
    editor->getCursorPosition(&here, &column);
    auto *const dialog =
        inputDialog(editor->window(), GoToLine::tr("Go to line"), GoToLine::tr("Line, up to %1").arg(editor->lines()));
    dialog->setIntRange(1, std::numeric_limits<int>::max());
    dialog->setIntValue(here + 1);
    dialog->findChild<QSpinBox *>()->setAccessibleName(GoToLine::tr("Line"));
    QObject::connect(dialog, &QInputDialog::intValueSelected, editor, [editor](int line) { editor->goTo(line, 0); });
    dialog->open();
}

} // namespace studio
