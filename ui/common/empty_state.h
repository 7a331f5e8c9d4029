// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

class QAction;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace studio {

class IconLabel;

/// What an empty pane shows: an icon, what the pane is for, and its first action; or why it could not be filled, and
/// how to try again. Main thread.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    void setText(const QString &text);
    /// The button, enabled as the action is, which stays its owner's; none for null.
    void setAction(QAction *action);

    /// Shows this sentence instead, with a button for `again`, until the next call; an empty one shows the usual words.
    void setFailure(const QString &sentence, QAction *again = nullptr);

private:
    void showButton(QAction *action);

    QString m_title;
    QString m_usual;
    QString m_failure;
    QPointer<QAction> m_action;
    QPointer<QAction> m_shown; ///< whose button it is
    QVBoxLayout *m_column;
    IconLabel *m_picture;
    QLabel *m_head;
    QLabel *m_words;
    QPushButton *m_button;
};

} // namespace studio
