// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace studio {

/// What the bars that find text have alike: the field, what was found, the buttons, and the keys. Enter in the field
/// finds the next match, Shift+Enter the one before, Escape closes. How it is searched, and where the parts stand, is
/// each bar's own. Main thread.
class FindBarBase : public QWidget
{
    Q_OBJECT

public:
    explicit FindBarBase(const QString &placeholder, QWidget *parent = nullptr);

    virtual void close() = 0;
    virtual void find(int direction) = 0; ///< 1 down, -1 up, from the selection; goes round

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] QLabel *result() const { return m_result; }                       ///< the count, or why there is none
    [[nodiscard]] QToolButton *makePrevious();                                      ///< connected to find()
    [[nodiscard]] QToolButton *makeNext();                                          ///< likewise
    [[nodiscard]] QToolButton *makeClose();                                         ///< connected to close()
    [[nodiscard]] QToolButton *makeOption(const QString &text, const QString &tip); ///< to be checked
    /// "2 of 7" where one is selected, which `current` counts from 0, else how many there are; -1 for none. `hasMore`:
    /// there are more than are counted.
    [[nodiscard]] static QString countText(qsizetype current, qsizetype count, bool hasMore);

private:
    [[nodiscard]] QToolButton *makeTool(const char *name, const QString &tip);

    QLineEdit *m_field;
    QLabel *m_result;
};

} // namespace studio
