// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/document_text.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace studio {

class EditorTabs;

/// In the status bar: where the caret is, and the encoding and line ends of the current file, each with a menu that
/// changes them, and its language, with what can be done with files of it. Main thread.
class EditorStatus : public QWidget
{
    Q_OBJECT

public:
    explicit EditorStatus(EditorTabs *tabs, QWidget *parent = nullptr); ///< which must outlive it

    void setLanguageActions(const QList<QAction *> &actions); ///< they outlive it

    void openEncodings() { openMenu(m_encoding); } ///< the menus, for the keyboard
    void openLineEnds() { openMenu(m_lineEnd); }

private:
    QToolButton *addButton(const QString &name);
    void fillEncodings();
    void fillLineEnds();
    void showFormat();
    static void openMenu(QToolButton *button);

    EditorTabs *m_tabs;
    QLabel *m_caret;
    QToolButton *m_encoding;
    QToolButton *m_lineEnd;
    QToolButton *m_language;
};

} // namespace studio
