// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;

namespace studio {

class CodeEditor;

/// Finds and replaces in one editor. Enter finds the next, Shift+Enter the one before, Escape closes. Main thread.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QWidget *parent = nullptr);

    void setEditor(CodeEditor *editor); ///< may be null; must outlive its time here
    void open(bool withReplace);
    void find(bool forward);

Q_SIGNALS:
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void replaceOne();
    void replaceAll();

    CodeEditor *m_editor = nullptr;
    QLineEdit *m_text;
    QLineEdit *m_with;
    QWidget *m_replaceTools;
    QLabel *m_result;
};

} // namespace studio
