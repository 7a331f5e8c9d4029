// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/text_matches.h"

#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace studio {

class CodeEditor;

/// Finds and replaces in one editor: as it is typed, every place marked, the current one counted. Enter finds the next,
/// Shift+Enter the one before, Escape closes. Main thread.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QWidget *parent = nullptr);

    void setEditor(CodeEditor *editor); ///< may be null; must outlive its time here
    void open(bool withReplace);
    void close();
    void find(bool forward);

Q_SIGNALS:
    void closed();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QToolButton *addToggle(QHBoxLayout *row, const QString &text, const QString &tip);
    void addTool(QHBoxLayout *row, const char *name, const QString &tip, void (FindBar::*slot)());
    void findNext() { find(true); }
    void findPrevious() { find(false); }
    void search();
    void select(const TextMatch &match);
    void showCount();
    [[nodiscard]] bool mayReplace(); ///< says why not
    void replaceOne();
    void replaceAll();
    [[nodiscard]] FindOptions options() const;

    CodeEditor *m_editor = nullptr;
    QList<TextMatch> m_matches;
    QTimer m_behind; ///< the text was changed since the matches were looked for
    QLineEdit *m_text;
    QToolButton *m_case = nullptr;
    QToolButton *m_word = nullptr;
    QToolButton *m_regex = nullptr;
    QLineEdit *m_with;
    QWidget *m_replaceTools;
    QLabel *m_result;
};

} // namespace studio
